// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

/**
 * A peer broke the protocol. The connection it happened on cannot go on; no other connection is
 * touched. The message says what was expected and what came; it never holds key material or payload
 * bytes.
 */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Violation violation;

  /**
   * @param violation what the peer did
   * @param detail expected and got, for an operator to read
   */
  public ProtocolException(Violation violation, String detail) {
    super(violation + ": " + detail);
    this.violation = violation;
  }

  /** Returns what the peer did. */
  public Violation violation() {
    return violation;
  }
}
