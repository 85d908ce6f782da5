// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.session.Features;
import io.msgr2.session.SessionFailure.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** Servers that break the protocol, or turn a client away, each in its own way. */
class BadAcceptorTest {
  private static final EntityName CLIENT = EntityName.client("102");

  /** How a server disappoints those that dial it. */
  private record Bad(String how, Kind kind, Optional<Violation> violation, String says, Deed deed) {
    Bad(String how, Violation violation, String says, Deed deed) {
      this(how, Kind.VIOLATION, Optional.of(violation), says, deed);
    }

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
        new Bad(
            "another protocol",
            Violation.BANNER_UNKNOWN,
            "waiting for banner",
            (peer, at) -> peer.write("220 mail\r\n".getBytes(StandardCharsets.US_ASCII))),
        new Bad(
            "msgr1",
            Violation.BANNER_MSGR1,
            "msgr1",
            (peer, at) -> peer.write("ceph v027".getBytes(StandardCharsets.US_ASCII))),
        new Bad(
            "wrong entity type",
            Violation.WRONG_ENTITY_TYPE,
            "dialled osd, answered by mon",
            (peer, at) -> {
              peer.greet();
              peer.send(new ControlFrame.Hello(EntityType.MON.wire(), RawPeer.ADDRESS));
            }),
        new Bad(
            "refused login",
            Kind.AUTHENTICATION,
            Optional.empty(),
            "errno 13",
            (peer, at) -> {
              hello(peer);
              peer.send(new ControlFrame.AuthBadMethod(1, -13, List.of(1), List.of(1)));
            }),
        new Bad(
            "mode that was not offered",
            Violation.MODE_NOT_OFFERED,
            "offered modes [crc], acceptor chose secure",
            (peer, at) -> {
              hello(peer);
              peer.send(new ControlFrame.AuthDone(1, ConnectionMode.SECURE.wire(), new byte[0]));
            }),
        new Bad(
            "signature mismatch",
            Violation.SIGNATURE_MISMATCH,
            "AUTH_SIGNATURE",
            (peer, at) -> {
              authenticate(peer);
              byte[] digest = new byte[32];
              digest[0] = 1;
              peer.send(new ControlFrame.AuthSignature(digest));
            }),
        new Bad(
            "answer from another address",
            Violation.WRONG_TARGET_ADDRESS,
            "answered by v2:127.0.0.1:6800/1",
            (peer, at) -> {
              sign(peer);
              peer.send(
                  new ControlFrame.ServerIdent(
                      EntityAddressVector.parse("v2:127.0.0.1:6800/1"),
                      0,
                      1,
                      Features.SUPPORTED,
                      0,
                      ControlFrame.LOSSY,
                      0));
            }),
        new Bad(
            "features that are missing",
            Kind.FEATURES,
            Optional.of(Violation.FEATURES_MISSING),
            "0x4000000000000000",
            (peer, at) -> {
              sign(peer);
              peer.send(new ControlFrame.IdentMissingFeatures(1L << 62));
            }),
        new Bad(
            "end of the connection in the handshake",
            Kind.DISCONNECTED,
            Optional.empty(),
            "waiting for SERVER_IDENT",
            (peer, at) -> {
              sign(peer);
              peer.close();
            }));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void tells_the_caller_and_the_handler(Bad bad) throws Exception {
    Echoes events = new Echoes();
    try (LogLines log = new LogLines(CLIENT);
        ServerSocket listening = Ends.socket();
        Messenger client =
            Messenger.builder(CLIENT).auth(new NoneClient(CLIENT)).handler(events).build()) {
      EntityAddress address = Ends.addressOf(listening);
      Connection connection = Ends.dial(client, EntityAddressVector.of(address));
      try (RawPeer server = RawPeer.accept(listening)) {
        bad.deed.commit(server, address);

        ConnectionException why = Ends.failure(connection.ready());
        assertThat(why.failure().kind()).isEqualTo(bad.kind);
        assertThat(why.failure().violation()).isEqualTo(bad.violation);
        assertThat(why)
            .hasMessageContaining("client.102: connection to osd at " + address + ": ")
            .hasMessageContaining(bad.says);
        assertThat(why.peerType()).contains(EntityType.OSD);
        assertThat(why.peerAddresses().front()).isEqualTo(address);
        assertThat(events.next()).isSameAs(why);
        assertThat(connection.send(Answers.request(1, 1))).isFalse();
        assertThat(Ends.await(connection.close()).undelivered()).isZero();
        LogLines.Line line = log.next();
        assertThat(line.text()).isEqualTo(why.getMessage());
        assertThat(line.level()).isEqualTo(bad.kind == Kind.DISCONNECTED ? Level.INFO : Level.WARN);
        log.assertNoMore();
        assertThat(client.counters().ends(bad.kind)).isEqualTo(1);
      }
    }
  }

  private static void hello(RawPeer peer) throws IOException {
    peer.greet();
    peer.send(new ControlFrame.Hello(EntityType.OSD.wire(), RawPeer.ADDRESS));
    peer.receive(ControlFrame.Hello.class);
    peer.receive(ControlFrame.AuthRequest.class);
  }

  private static void authenticate(RawPeer peer) throws IOException {
    hello(peer);
    peer.send(new ControlFrame.AuthDone(1, ConnectionMode.CRC.wire(), new byte[0]));
  }

  private static void sign(RawPeer peer) throws IOException {
    authenticate(peer);
    peer.sign();
    peer.receive(ControlFrame.ClientIdent.class);
  }
}
