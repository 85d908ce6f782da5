// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/** Sockets cannot be used here in the way that was asked for; the message says why. */
public final class TransportUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  TransportUnavailableException(String transport, Throwable why) {
    super(transport + " cannot be used here: " + why.getMessage(), why);
  }
}
