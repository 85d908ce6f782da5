// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

/** A compression method was asked for that nothing on the class path implements. */
public final class CompressionUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  CompressionUnavailableException(CompressionMethod method, String artifact) {
    super("compression with " + method + " needs " + artifact + " on the class path");
  }
}
