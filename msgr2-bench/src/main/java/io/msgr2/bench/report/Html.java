// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.report;

/** What any page of HTML needs. */
final class Html {
  private Html() {}

  /** Returns the text with all that HTML would take for its own replaced. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
