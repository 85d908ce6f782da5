// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/** The two layouts of frames that the protocol has had. */
public enum Revision {
  V2_0("2.0"),
  V2_1("2.1");

  private final String text;

  Revision(String text) {
    this.text = text;
  }

  /** Returns {@code 2.0} or {@code 2.1}. */
  @Override
  public String toString() {
    return text;
  }
}
