// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import java.util.Locale;

/**
 * The authentication methods of Ceph that are implemented here, with their numbers on the wire.
 * Frames carry plain numbers, so that a peer may offer methods that are unknown here.
 */
public enum AuthMethod {
  NONE(1),
  CEPHX(2);

  private final int wire;

  AuthMethod(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the name of a method by its number on the wire, known here or not. */
  public static String nameOf(int wire) {
    return switch (wire) {
      case 0 -> "unknown";
      case 1 -> "none";
      case 2 -> "cephx";
      case 4 -> "gss";
      default -> "method " + Integer.toUnsignedString(wire);
    };
  }

  /** Returns Ceph's name of the method, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
