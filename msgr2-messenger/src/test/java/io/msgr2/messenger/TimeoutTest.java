// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that say nothing. */
class TimeoutTest {
  private static final int LONG_MS = 600_000;

  @ParameterizedTest
  @MethodSource("io.msgr2.messenger.Ends#transports")
  void a_peer_that_refuses_the_connection_is_named(Transport transport) throws Exception {
    Echoes events = new Echoes();
    EntityAddress address;
    try (ServerSocket taken = Ends.socket()) {
      address = Ends.addressOf(taken);
    }
    try (Messenger client =
        Ends.client(Security.NONE_CRC).transport(transport).handler(events).build()) {
      Connection connection = Ends.dial(client, EntityAddressVector.of(address));

      ConnectionException why = Ends.failure(connection.ready());

      assertThat(why.failure().kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(why.errno()).isEqualTo(SessionFailure.ECONNREFUSED);
      assertThat(why)
          .hasMessageContaining("connection to osd at " + address)
          .hasMessageContaining("waiting for TCP connection")
          .hasMessageContaining("Connection refused");
      assertThat(events.next()).isSameAs(why);
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.messenger.Ends#transports")
  void a_peer_that_does_not_accept_the_connection_is_given_up(Transport transport)
      throws Exception {
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket full = Ends.socket();
        Messenger client =
            Ends.client(Security.NONE_CRC)
                .transport(transport)
                .timeouts(new Timeouts(200, LONG_MS, LONG_MS, 5000))
                .build()) {
      fill(full, filling);
      EntityAddress address = Ends.addressOf(full);

      ConnectionException why =
          Ends.failure(Ends.dial(client, EntityAddressVector.of(address)).ready());

      assertThat(why.failure().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(why.errno()).isEqualTo(SessionFailure.ETIMEDOUT);
      assertThat(why).hasMessageContaining("waiting for TCP connection: nothing within 200 ms");
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  @Test
  void a_silent_server_is_given_up() throws Exception {
    try (ServerSocket silent = Ends.socket();
        Messenger client =
            Ends.client(Security.NONE_CRC)
                .timeouts(new Timeouts(LONG_MS, 200, LONG_MS, 5000))
                .build()) {
      EntityAddress address = Ends.addressOf(silent);

      ConnectionException why =
          Ends.failure(Ends.dial(client, EntityAddressVector.of(address)).ready());

      assertThat(why.failure().kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(why).hasMessageContaining("waiting for banner: nothing within 200 ms");
    }
  }

  @Test
  void a_client_that_stops_in_the_handshake_is_given_up() throws Exception {
    EntityName name = EntityName.osd(103);
    try (LogLines log = new LogLines(name);
        Messenger server =
            Messenger.builder(name)
                .auth(Security.NONE_CRC.server())
                .timeouts(new Timeouts(LONG_MS, 200, LONG_MS, 5000))
                .build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer peer = RawPeer.dial(address)) {
        peer.hello(address);

        peer.awaitClose();

        assertThat(log.next().text())
            .contains("connection from ", "waiting for AUTH_REQUEST: nothing within 200 ms");
        assertThat(server.counters().ends(Kind.TIMEOUT)).isEqualTo(1);
        assertThat(server.counters().halfOpen()).isZero();
      }
    }
  }

  @Test
  void an_idle_session_ends() throws Exception {
    Echoes events = new Echoes();
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .timeouts(new Timeouts(LONG_MS, LONG_MS, 200, 5000))
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).handler(events).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());

      ConnectionException why = (ConnectionException) events.next();
      assertThat(why.failure().kind()).isEqualTo(Kind.DISCONNECTED);
      assertThat(server.counters().ends(Kind.TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void a_keepalive_is_answered_with_its_stamp() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer peer = RawPeer.dial(address)) {
        peer.becomeReady(address, ConnectionMode.CRC);

        peer.send(new ControlFrame.Keepalive2(1_800_000_000, 123));

        assertThat(peer.receive(ControlFrame.Keepalive2Ack.class))
            .isEqualTo(new ControlFrame.Keepalive2Ack(1_800_000_000, 123));
      }
    }
  }

  @Test
  void the_time_of_a_keepalives_answer_is_kept() throws Exception {
    try (Messenger server = Ends.server(Security.CEPHX_SECURE).build();
        Messenger client = Ends.client(Security.CEPHX_SECURE).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      Ends.await(connection.ready());
      assertThat(connection.lastKeepaliveAck()).isEmpty();
      Instant before = Instant.now();

      connection.keepalive();

      Ends.until(() -> connection.lastKeepaliveAck().isPresent());
      assertThat(connection.lastKeepaliveAck().get()).isBetween(before, Instant.now());
    }
  }

  /** Connects until the kernel takes no more connections for the socket. */
  private static void fill(ServerSocket full, List<Socket> filling) throws IOException {
    while (true) {
      Socket socket = new Socket();
      filling.add(socket);
      try {
        socket.connect(full.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException isFull) {
        return;
      }
    }
  }
}
