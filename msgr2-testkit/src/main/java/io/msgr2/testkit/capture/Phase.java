// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import java.util.Locale;

/** How far a connection has got (msgr2 spec, Phases), in the order of the protocol. */
public enum Phase {
  /** Which revisions and features there are. */
  BANNER,
  /** Who is there. */
  HELLO,
  /** Is it really them, and how are frames protected. */
  AUTH,
  /** Did both see the same so far. */
  SIGNATURE,
  /** Are frames compressed; only if both banners offer it. */
  COMPRESSION,
  /** Which session is this. */
  SESSION,
  /** Messages. */
  READY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
