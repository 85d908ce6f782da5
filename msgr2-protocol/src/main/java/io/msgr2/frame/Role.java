// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.util.Locale;

/** The two ends of a TCP connection; a session that reconnects may swap them. */
public enum Role {
  /** Opened the TCP connection; the protocol's "client". */
  CONNECTOR,
  /** Accepted the TCP connection; the protocol's "server". */
  ACCEPTOR;

  /** Returns the other end's role. */
  public Role peer() {
    return this == CONNECTOR ? ACCEPTOR : CONNECTOR;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
