// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import java.util.Locale;

/** The kinds of entities in a Ceph cluster, with their numbers on the wire. */
public enum EntityType {
  MON(0x01),
  MDS(0x02),
  OSD(0x04),
  CLIENT(0x08),
  MGR(0x10),
  /** The authentication service; occurs only as the service that a ticket is for. */
  AUTH(0x20);

  private final int wire;

  EntityType(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire, which is also the type's bit in sets of services. */
  public int wire() {
    return wire;
  }

  /**
   * Returns the type with the given number.
   *
   * @throws ProtocolException when there is none
   */
  public static EntityType ofWire(long wire) {
    for (EntityType type : values()) {
      if (type.wire == wire) {
        return type;
      }
    }
    throw new ProtocolException(
        Violation.PAYLOAD_MALFORMED, "entity type " + wire + " is not defined");
  }

  /**
   * Returns the type with the given name, as in {@code osd.0}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static EntityType parse(String name) {
    for (EntityType type : values()) {
      if (type.toString().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "'" + name + "' is no entity type; known are mon, mds, osd, client, mgr, auth");
  }

  /** Returns Ceph's name of the type, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
