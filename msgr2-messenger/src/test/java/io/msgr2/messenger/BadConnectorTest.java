// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Tag;
import io.msgr2.session.SessionFailure.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** Peers that dial a server and break the protocol, each in its own way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadConnectorTest {
  private static final EntityName SERVER = EntityName.osd(101);
  private static final EntityAddress ELSEWHERE = EntityAddress.parse("v2:127.0.0.2:6800/7");

  private static final EntityAddressVector OWN = EntityAddressVector.of(RawPeer.ADDRESS);

  private final Echoes echoes = new Echoes();
  private final LogLines log = new LogLines(SERVER);
  private Messenger server;
  private Messenger client;
  private Connection good;
  private EntityAddress address;
  private int asked;

  /** What a peer does wrong. */
  private record Bad(String how, Violation violation, Deed deed) {
    @Override
    public String toString() {
      return how;
    }
  }

  private interface Deed {
    void commit(RawPeer peer, EntityAddress server) throws IOException;
  }

  static List<Bad> bad() {
    return List.of(
        new Bad("garbage banner", Violation.BANNER_UNKNOWN, says("SSH-2.0-OpenSSH_9.2\r\n")),
        new Bad("HTTP", Violation.BANNER_UNKNOWN, says("GET / HTTP/1.1\r\nHost: a\r\n\r\n")),
        new Bad(
            "TLS ClientHello",
            Violation.BANNER_UNKNOWN,
            (peer, at) -> peer.write(hex("16030100c8010000c40303000102030405060708"))),
        new Bad("msgr1 banner", Violation.BANNER_MSGR1, says("ceph v027")),
        new Bad(
            "short banner payload",
            Violation.BANNER_SHORT,
            (peer, at) -> peer.write(hex("636570682076320a0800ffffffffffffffff"))),
        new Bad(
            "unsupported required feature",
            Violation.BANNER_FEATURES_REQUIRED,
            (peer, at) -> peer.write(new Banner(Banner.REVISION_1, 1L << 40).toBytes())),
        new Bad(
            "wrong preamble crc",
            Violation.PREAMBLE_CRC,
            afterBanner(peer -> flipped(HandmadeFrames.preamble(Tag.HELLO.wire(), 1, 0, 8), 28))),
        new Bad(
            "0 segments",
            Violation.SEGMENT_COUNT,
            afterBanner(peer -> HandmadeFrames.preamble(Tag.HELLO.wire(), 0, 0))),
        new Bad(
            "5 segments",
            Violation.SEGMENT_COUNT,
            afterBanner(peer -> HandmadeFrames.preamble(Tag.HELLO.wire(), 5, 0, 1, 1, 1, 1))),
        new Bad(
            "last of several segments empty",
            Violation.SEGMENT_LAST_EMPTY,
            afterBanner(peer -> HandmadeFrames.preamble(Tag.HELLO.wire(), 2, 0, 1))),
        new Bad(
            "oversized segment before authentication",
            Violation.SEGMENT_TOO_LARGE,
            afterBanner(peer -> HandmadeFrames.preamble(Tag.HELLO.wire(), 1, 0, 65_537))),
        new Bad(
            "oversized segment of a message",
            Violation.SEGMENT_TOO_LARGE,
            whenReady(
                peer -> HandmadeFrames.preamble(Tag.MESSAGE.wire(), 4, 0, 41, 0, 0, 0xffff_fff0L))),
        new Bad(
            "compressed without an agreement",
            Violation.COMPRESSION_NOT_AGREED,
            whenReady(peer -> HandmadeFrames.preamble(Tag.MESSAGE.wire(), 1, 1, 41))),
        new Bad(
            "bad segment crc",
            Violation.SEGMENT_CRC,
            whenReady(peer -> flipped(peer.message(1, new byte[100]), 32 + 45 + 50))),
        new Bad(
            "bad authentication tag",
            Violation.FRAME_NOT_AUTHENTIC,
            (peer, at) -> {
              peer.becomeReady(at, ConnectionMode.SECURE);
              byte[] message = peer.message(1, new byte[100]);
              peer.write(flipped(message, message.length - 1));
            }),
        new Bad(
            "bad late status",
            Violation.LATE_STATUS,
            whenReady(peer -> flipped(peer.message(1, new byte[100]), 32 + 45 + 100))),
        new Bad(
            "unknown tag",
            Violation.TAG_UNKNOWN,
            afterBanner(peer -> HandmadeFrames.preamble(99, 1, 0, 8))),
        new Bad(
            "message before the session",
            Violation.TAG_OUT_OF_STATE,
            afterBanner(peer -> peer.message(1, new byte[1]))),
        new Bad(
            "large message before the session",
            Violation.SEGMENT_TOO_LARGE,
            (peer, at) -> {
              peer.authenticate(at, ConnectionMode.CRC);
              peer.sign();
              peer.write(HandmadeFrames.preamble(Tag.MESSAGE.wire(), 4, 0, 41, 0, 0, 65_537));
            }),
        new Bad(
            "keepalive before the session",
            Violation.TAG_OUT_OF_STATE,
            afterBanner(peer -> peer.bytes(new ControlFrame.Keepalive2(1, 2)))),
        new Bad(
            "identification in the session",
            Violation.TAG_OUT_OF_STATE,
            (peer, at) -> {
              peer.becomeReady(at, ConnectionMode.CRC);
              peer.send(RawPeer.ident(OWN, at));
            }),
        new Bad(
            "second HELLO",
            Violation.TAG_OUT_OF_STATE,
            (peer, at) -> {
              peer.hello(at);
              peer.send(new ControlFrame.Hello(EntityType.CLIENT.wire(), at));
            }),
        new Bad(
            "trailing bytes",
            Violation.PAYLOAD_TRAILING_BYTES,
            whenReady(peer -> HandmadeFrames.control(Tag.ACK.wire(), new byte[12]))),
        new Bad(
            "payload too short",
            Violation.PAYLOAD_SHORT,
            afterBanner(peer -> HandmadeFrames.preamble(Tag.HELLO.wire(), 1, 0))),
        new Bad(
            "signature mismatch",
            Violation.SIGNATURE_MISMATCH,
            (peer, at) -> {
              peer.authenticate(at, ConnectionMode.CRC);
              byte[] digest = new byte[32];
              digest[31] = 1;
              peer.send(new ControlFrame.AuthSignature(digest));
            }),
        new Bad(
            "wrong target address",
            Violation.WRONG_TARGET_ADDRESS,
            afterSignature(at -> RawPeer.ident(OWN, ELSEWHERE))),
        new Bad(
            "empty address vector",
            Violation.ADDRESSES_EMPTY,
            afterSignature(at -> RawPeer.ident(EntityAddressVector.empty(), at))),
        new Bad(
            "session asked for again and again",
            Violation.IDENT_TOO_MANY_ATTEMPTS,
            (peer, at) -> {
              peer.authenticate(at, ConnectionMode.CRC);
              peer.sign();
              for (int i = 0; i < 8; i++) {
                peer.send(new ControlFrame.SessionReconnect(OWN, 1, 2, 3, 4, 5));
              }
            }));
  }

  private interface Bytes {
    byte[] of(RawPeer peer);
  }

  private static Deed says(String text) {
    return (peer, at) -> peer.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static Deed afterBanner(Bytes bytes) {
    return (peer, at) -> {
      peer.greet();
      peer.write(bytes.of(peer));
    };
  }

  private static Deed afterSignature(Function<EntityAddress, ControlFrame> frame) {
    return (peer, at) -> {
      peer.authenticate(at, ConnectionMode.CRC);
      peer.sign();
      peer.send(frame.apply(at));
    };
  }

  private static Deed whenReady(Bytes bytes) {
    return (peer, at) -> {
      peer.becomeReady(at, ConnectionMode.CRC);
      peer.write(bytes.of(peer));
    };
  }

  private static byte[] flipped(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @BeforeAll
  void start() throws Exception {
    server =
        Messenger.builder(SERVER)
            .auth(
                FixedConnectionSecret.server(
                    Security.NONE_CRC.server(),
                    ConnectionModes.of(ConnectionMode.CRC, ConnectionMode.SECURE),
                    Security.SECRET))
            .handler(new EchoHandler())
            .eventLoops(1)
            .build();
    address = Ends.listen(server).front();
    client = Ends.client(Security.NONE_CRC).handler(echoes).build();
    good = Ends.dial(client, server.addresses());
    Ends.await(good.ready());
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
    log.close();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void closes_that_connection_alone(Bad bad) throws Exception {
    Counters before = server.counters();
    try (RawPeer peer = RawPeer.dial(address)) {
      bad.deed.commit(peer, address);
      peer.awaitClose();
    }

    LogLines.Line line = log.next();
    assertThat(line.level()).isEqualTo(Level.WARN);
    assertThat(line.text())
        .startsWith(SERVER + ": connection from ")
        .contains("127.0.0.1", "while waiting for", bad.violation + ": ")
        .doesNotContain("Exception");
    assertEchoes();
    log.assertNoMore();
    Counters after = server.counters();
    assertThat(after.violations(bad.violation)).isEqualTo(before.violations(bad.violation) + 1);
    assertThat(after.ends(Kind.VIOLATION) + after.ends(Kind.FEATURES))
        .isEqualTo(before.ends(Kind.VIOLATION) + before.ends(Kind.FEATURES) + 1);
    assertThat(after.open()).isEqualTo(1);
    assertThat(after.halfOpen()).isZero();
  }

  /** The good connection, which shares its event loop with all bad ones, still works. */
  private void assertEchoes() throws Exception {
    asked++;
    good.send(Answers.request(asked, 1000));
    assertThat(echoes.next()).isEqualTo((long) asked);
  }
}
