// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Arrays;
import java.util.Optional;

/** What a client asks a monitor for; the first two bytes of a request and of its response. */
public enum RequestType {
  /** A ticket for the monitors themselves, by the entity's own key. */
  AUTH_SESSION_KEY(0x0100),
  /** Tickets for services, by the ticket for the monitors. */
  PRINCIPAL_SESSION_KEY(0x0200),
  /** A daemon's share of its service's keys. */
  ROTATING_KEY(0x0400);

  private final int wire;

  RequestType(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the type with the given number, if there is one. */
  public static Optional<RequestType> ofWire(int wire) {
    return Arrays.stream(values()).filter(type -> type.wire == wire).findFirst();
  }

  /** Reads the number, of which only this one is expected. */
  public void expect(WireReader reader) {
    int got = reader.u16();
    if (got != wire) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED, "expected type " + this + " (" + wire + "), got " + got);
    }
  }

  /** Writes the number. */
  public void write(WireWriter writer) {
    writer.u16(wire);
  }
}
