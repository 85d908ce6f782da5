// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/**
 * Every nonce of a secure connection's sending direction was used once. The connection has to be
 * replaced; a new one gets a new key.
 */
public final class NonceExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NonceExhaustedException(Revision revision) {
    super("all nonces of this msgr" + revision + " connection were used; a new one is needed");
  }
}
