// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Recognises peers that wait for the other side to begin, or hang up on a msgr2 banner. */
final class ForeignProbe {
  private static final byte[] HTTP_REQUEST =
      "HEAD / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  // The shortest ClientHello that a server has to react to: TLS 1.2, one cipher suite.
  private static final byte[] TLS_CLIENT_HELLO =
      HexFormat.of()
          .parseHex(
              "160301002d0100002903030000000000000000000000000000000000000000000000000000000000"
                  + "0000000000000002002f0100");

  private ForeignProbe() {}

  /** Returns what answers a TLS or HTTP client; {@code unanswered} when nothing does. */
  static Speaker recognise(InetSocketAddress peer, int timeoutMs, Speaker unanswered) {
    for (byte[] greeting : new byte[][] {TLS_CLIENT_HELLO, HTTP_REQUEST}) {
      byte[] answer = answer(peer, timeoutMs, greeting);
      if (answer.length > 0) {
        return Speaker.ofFirstBytes(answer);
      }
    }
    return unanswered;
  }

  private static byte[] answer(InetSocketAddress peer, int timeoutMs, byte[] greeting) {
    try (PeerStream stream = new PeerStream(peer, timeoutMs)) {
      stream.write(greeting);
      stream.hearOut();
      return stream.firstBytes();
    } catch (IOException e) {
      // It may take a single connection only, or reset one that begins like this.
      return new byte[0];
    }
  }
}
