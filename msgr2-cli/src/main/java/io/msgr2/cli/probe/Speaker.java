// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What was found at an address. */
enum Speaker {
  MSGR2("Ceph messenger v2"),
  MSGR1("Ceph messenger v1 (legacy); a monitor's msgr2 is usually on port 3300"),
  TLS("TLS"),
  HTTP("HTTP"),
  SILENCE("something that accepts connections and says nothing"),
  CLOSED("something that closes connections without a word"),
  OTHER("something else");

  /** Enough bytes to recognise any of these. */
  static final int TELLING_BYTES = 8;

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

  /** Recognises a peer by the first bytes that it sends. */
  static Speaker ofFirstBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.startsWith("ceph v2\n")) {
      return MSGR2;
    }
    if (text.startsWith("ceph v0")) {
      return MSGR1;
    }
    // A server that takes the banner for a request of HTTP 0.9 answers with a mere page.
    if (text.startsWith("HTTP/")
        || text.toLowerCase(Locale.ROOT).matches("(?s)<(html|!doctyp).*")) {
      return HTTP;
    }
    // A TLS record: alert or handshake, then version 3.x.
    if (bytes.length >= 2 && (bytes[0] == 21 || bytes[0] == 22) && bytes[1] == 3) {
      return TLS;
    }
    return OTHER;
  }
}
