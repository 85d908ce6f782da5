// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.util.Locale;
import java.util.Optional;

/**
 * How frames are protected once the peers are authenticated (Ceph's {@code CEPH_CON_MODE_*}).
 * Frames carry plain numbers, so that a peer may offer modes that are unknown here.
 */
public enum ConnectionMode {
  /** Checksums against bit errors, no secrecy. */
  CRC(1),
  /** Encrypted and authenticated with AES-128-GCM. */
  SECURE(2);

  private final int wire;

  ConnectionMode(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the mode with the given number, if it is known here. */
  public static Optional<ConnectionMode> ofWire(int wire) {
    return switch (wire) {
      case 1 -> Optional.of(CRC);
      case 2 -> Optional.of(SECURE);
      default -> Optional.empty();
    };
  }

  /** Returns the name of a mode by its number on the wire, known here or not. */
  public static String nameOf(int wire) {
    return ofWire(wire).map(ConnectionMode::toString).orElse("mode " + wire);
  }

  /** Returns Ceph's name of the mode, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
