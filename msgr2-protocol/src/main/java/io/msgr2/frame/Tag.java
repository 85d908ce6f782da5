// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/** The kinds of frames, with their numbers on the wire. */
public enum Tag {
  HELLO(1),
  AUTH_REQUEST(2),
  AUTH_BAD_METHOD(3),
  AUTH_REPLY_MORE(4),
  AUTH_REQUEST_MORE(5),
  AUTH_DONE(6),
  AUTH_SIGNATURE(7),
  CLIENT_IDENT(8),
  SERVER_IDENT(9),
  IDENT_MISSING_FEATURES(10),
  SESSION_RECONNECT(11),
  SESSION_RESET(12),
  SESSION_RETRY(13),
  SESSION_RETRY_GLOBAL(14),
  SESSION_RECONNECT_OK(15),
  WAIT(16),
  MESSAGE(17),
  KEEPALIVE2(18),
  KEEPALIVE2_ACK(19),
  ACK(20),
  COMPRESSION_REQUEST(21),
  COMPRESSION_DONE(22);

  private static final Tag[] BY_WIRE = new Tag[values().length + 1];

  static {
    for (Tag tag : values()) {
      BY_WIRE[tag.wire] = tag;
    }
  }

  private final int wire;

  Tag(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the tag with the given number, or null when no revision defines one. */
  static Tag ofWire(int wire) {
    return wire > 0 && wire < BY_WIRE.length ? BY_WIRE[wire] : null;
  }
}
