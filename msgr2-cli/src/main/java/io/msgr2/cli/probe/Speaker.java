// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What was found at an address. */
enum Speaker {
  MSGR2("Ceph messenger v2"),
  MSGR1("Ceph messenger v1 (legacy); msgr2 is usually on port 3300, or one port lower"),
  TLS("TLS"),
  HTTP("HTTP"),
  SILENCE("something that accepts connections and says nothing"),
  CLOSED("something that closes connections without a word"),
  OTHER("something else");

  private final String meaning;

  Speaker(String meaning) {
    this.meaning = meaning;
  }

  /** Returns what that is, for people. */
  String meaning() {
    return meaning;
  }

  /** Returns the name that programs read. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Recognises what a peer's first bytes are, msgr2's own banner aside. */
  static Speaker ofFirstBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ceph v0")) {
      return MSGR1;
    }
    if (text.startsWith("HTTP/") || text.toLowerCase(Locale.ROOT).startsWith("<html")) {
      return HTTP;
    }
    // A TLS record: alert or handshake, then version 3.x.
    if (bytes.length >= 2 && (bytes[0] == 21 || bytes[0] == 22) && bytes[1] == 3) {
      return TLS;
    }
    return OTHER;
  }
}
