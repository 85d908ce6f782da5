// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;

/** What is spoken at an address. */
public enum AddressType {
  /** Nothing: the type of the blank address. */
  NONE(0, "none"),
  /** The legacy messenger, msgr1. */
  LEGACY(1, "v1"),
  MSGR2(2, "v2"),
  /** Any messenger: the type of a client's address, which nobody dials. */
  ANY(3, "any"),
  /** A network, with the prefix length in place of the nonce; occurs in the OSD map's blocklist. */
  CIDR(4, "cidr");

  private final int wire;
  private final String text;

  AddressType(int wire, String text) {
    this.wire = wire;
    this.text = text;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /**
   * Returns the type with the given number.
   *
   * @throws ProtocolException when there is none
   */
  public static AddressType ofWire(long wire) {
    for (AddressType type : values()) {
      if (type.wire == wire) {
        return type;
      }
    }
    throw new ProtocolException(
        Violation.PAYLOAD_MALFORMED, "address type " + wire + " is not defined");
  }

  /** Returns Ceph's name of the type, the prefix of a printed address. */
  @Override
  public String toString() {
    return text;
  }
}
