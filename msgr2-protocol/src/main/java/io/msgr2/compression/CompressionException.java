// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

/** A segment cannot be compressed; its frame is sent as it is. */
public final class CompressionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Has the cause that a library gave. */
  public CompressionException(String detail, Throwable cause) {
    super(detail, cause);
  }
}
