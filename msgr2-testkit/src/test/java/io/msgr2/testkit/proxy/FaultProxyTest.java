// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import static io.msgr2.testkit.proxy.Ends.expect;
import static io.msgr2.testkit.proxy.Ends.expectConversation;
import static io.msgr2.testkit.proxy.Ends.expectEnd;
import static io.msgr2.testkit.proxy.Ends.expectReset;
import static io.msgr2.testkit.proxy.Ends.expectSilence;
import static io.msgr2.testkit.proxy.Ends.send;
import static io.msgr2.testkit.proxy.Ends.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FaultProxyTest {
  @Test
  void forwards_both_ways_and_passes_the_ends_of_streams_on() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);

      client.shutdownOutput();
      expectEnd(server);
      send(server, (byte) 7);
      expect(client, (byte) 7);
      server.shutdownOutput();
      expectEnd(client);
      until(() -> ends.proxy.connections().isEmpty());

      ProxyCounters counters = ends.proxy.counters();
      assertThat(counters.accepted()).isOne();
      assertThat(counters.bytesToTarget()).isEqualTo(2);
      assertThat(counters.bytesToClient()).isEqualTo(2);
      assertThat(counters.faults().values()).containsOnly(0L);
    }
  }

  @Test
  void passes_much_on_unchanged_however_slowly_it_is_read() throws Exception {
    byte[] much = new byte[8 << 20];
    new Random(1).nextBytes(much);
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> sendAll(client, much));
      server.shutdownOutput();
      expectEnd(client);
      assertThat(server.getInputStream().readAllBytes()).isEqualTo(much);
      sent.get(20, TimeUnit.SECONDS);
      until(() -> ends.proxy.connections().isEmpty());
    }
  }

  @Test
  void passes_a_reset_on() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      client.setSoLinger(true, 0);
      client.close();
      expectReset(server);
      assertThat(ends.proxy.counters().cuts()).isZero();
    }
  }

  @Test
  void a_reset_is_seen_at_both_ends() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      ProxiedConnection connection = ends.proxy.connections().get(0);
      connection.inject(Fault.RESET);
      expectReset(client);
      expectReset(server);
      connection.closed().get(20, TimeUnit.SECONDS);
      connection.inject(Fault.RESET);
      expectConversation(ends.dial(), ends.accept());
      assertThat(ends.proxy.counters().of(Fault.RESET)).isOne();
    }
  }

  @Test
  void an_end_of_the_stream_that_nobody_asked_for_is_seen_at_both_ends() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      ends.proxy.inject(Fault.FINISH);
      expectEnd(client);
      expectEnd(server);
      send(client, (byte) 1);
      client.close();
      server.close();
      until(() -> ends.proxy.connections().isEmpty());
      assertThat(ends.proxy.counters().bytesToTarget()).as("without what came after").isEqualTo(2);
      assertThat(ends.proxy.counters().of(Fault.FINISH)).isOne();
    }
  }

  @Test
  void one_direction_can_be_stalled_without_loss() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      for (Fault fault : new Fault[] {Fault.STALL_TO_TARGET, Fault.STALL_TO_CLIENT}) {
        Socket from = fault == Fault.STALL_TO_TARGET ? client : server;
        Socket to = fault == Fault.STALL_TO_TARGET ? server : client;
        expectConversation(client, server);
        ends.proxy.inject(fault);
        until(() -> ends.proxy.counters().of(fault) == 1);

        send(from, (byte) 8);
        send(to, (byte) 9);
        expect(from, (byte) 9);
        expectSilence(to);
        ends.proxy.resume();
        expect(to, (byte) 8);
      }
    }
  }

  @Test
  void a_black_hole_swallows_everything_and_closes_nothing() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      ends.proxy.inject(Fault.BLACK_HOLE);
      until(() -> ends.proxy.counters().of(Fault.BLACK_HOLE) == 1);
      send(client, (byte) 1);
      send(server, (byte) 2);
      client.close();
      expectSilence(server);
      send(server, (byte) 2);
      assertThat(ends.proxy.connections()).hasSize(1);
      ends.proxy.inject(Fault.RESET);
      expectReset(server);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RESET", "FINISH"})
  void cuts_after_exactly_so_many_bytes(Fault cut) throws Exception {
    try (Ends ends = new Ends(Fates.always(Fate.calm().afterBytes(5, cut)))) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      send(client, (byte) 1, (byte) 2, (byte) 3, (byte) 4);
      expect(server, (byte) 1, (byte) 2);
      expectCut(cut, server);
      expectCut(cut, client);
      assertThat(ends.proxy.counters().bytesToTarget()).isEqualTo(4);
      assertThat(ends.proxy.counters().of(cut)).isOne();
    }
  }

  @Test
  void stalls_after_exactly_so_many_bytes() throws Exception {
    Fate fate = Fate.calm().afterBytes(2, Fault.STALL_TO_TARGET).afterBytes(3, Fault.RESET);
    try (Ends ends = new Ends(Fates.always(fate))) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      send(client, (byte) 1, (byte) 2, (byte) 3);
      expect(server, (byte) 1, (byte) 2);
      expectSilence(server);
      send(server, (byte) 4, (byte) 5);
      expect(client, (byte) 4);
      expectReset(client);
      expectReset(server);
    }
  }

  @Test
  void cuts_each_connection_at_a_certain_age() throws Exception {
    int ageMs = 30;
    try (Ends ends = new Ends(Fates.always(Fate.calm().afterMs(ageMs, Fault.RESET)))) {
      for (int i = 0; i < 3; i++) {
        long begin = System.nanoTime();
        Socket client = ends.dial();
        Socket server = ends.accept();
        expectReset(client);
        expectReset(server);
        assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(ageMs));
      }
      assertThat(ends.proxy.counters().of(Fault.RESET)).isEqualTo(3);
    }
  }

  @Test
  void delays_every_byte_in_both_directions() throws Exception {
    int delayMs = 40;
    try (Ends ends = new Ends(Fates.always(Fate.calm().delayed(delayMs)))) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      for (int i = 0; i < 2; i++) {
        long begin = System.nanoTime();
        expectConversation(client, server);
        assertThat(System.nanoTime() - begin)
            .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(2L * delayMs));
      }
      server.shutdownOutput();
      send(client, (byte) 5);
      client.shutdownOutput();
      expect(server, (byte) 5);
      expectEnd(server);
      until(() -> ends.proxy.connections().isEmpty());
    }
  }

  @Test
  void forwards_no_faster_than_it_may() throws Exception {
    int bytes = 20_000;
    try (Ends ends = new Ends(Fates.always(Fate.calm().limited(100_000)))) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      long begin = System.nanoTime();
      send(client, new byte[bytes]);
      server.getInputStream().readNBytes(bytes);
      // All but the last piece have taken their time by then.
      assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(190));
    }
  }

  @Test
  void resets_before_the_target_hears_of_it() throws Exception {
    Fates fates =
        connection -> connection == 0 ? Fate.calm().afterBytes(0, Fault.RESET) : Fate.calm();
    try (Ends ends = new Ends(fates)) {
      expectResetOfDialling(ends.proxy);
      Socket second = ends.dial();
      // The first one that the target hears of is the second one.
      expectConversation(second, ends.accept());
      assertThat(ends.proxy.counters().accepted()).isEqualTo(2);
      assertThat(ends.proxy.connections()).hasSize(1);
      assertThat(ends.proxy.counters().of(Fault.RESET)).isOne();
    }
  }

  @ParameterizedTest
  @EnumSource
  void any_fault_can_come_before_the_first_byte(Fault fault) throws Exception {
    try (Ends ends = new Ends(Fates.always(Fate.calm().afterBytes(0, fault)))) {
      if (fault == Fault.RESET) {
        expectResetOfDialling(ends.proxy);
        return;
      }
      Socket client = ends.dial();
      switch (fault) {
        case FINISH -> expectEnd(client);
        case STALL_TO_TARGET -> {
          send(client, (byte) 1);
          Socket server = ends.accept();
          send(server, (byte) 2);
          expect(client, (byte) 2);
          expectSilence(server);
        }
        case STALL_TO_CLIENT -> {
          Socket server = ends.accept();
          send(server, (byte) 2);
          send(client, (byte) 1);
          expect(server, (byte) 1);
          expectSilence(client);
        }
        default -> {
          Socket server = ends.accept();
          send(server, (byte) 2);
          send(client, (byte) 1);
          expectSilence(server);
          expectSilence(client);
        }
      }
    }
  }

  @Test
  void refuses_and_accepts_again_at_the_same_address() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket before = ends.dial();
      Socket server = ends.accept();
      var address = ends.proxy.address();
      ends.proxy.refuse();
      ends.proxy.refuse();
      assertThatThrownBy(ends::dial).isInstanceOf(ConnectException.class);
      expectConversation(before, server);
      ends.proxy.accept();
      ends.proxy.accept();
      assertThat(ends.proxy.address()).isEqualTo(address);
      expectConversation(ends.dial(), ends.accept());
    }
  }

  @Test
  void a_target_that_cannot_be_dialled_shows_as_a_reset() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      ends.closeTarget();
      expectResetOfDialling(ends.proxy);
      assertThat(ends.proxy.counters().unreachable()).isOne();
      assertThat(ends.proxy.counters().cuts()).isZero();
    }
    try (FaultProxy proxy = FaultProxy.start(Fates.none())) {
      expectResetOfDialling(proxy);
    }
  }

  @Test
  void closing_resets_all_that_is_open_and_stalled() throws Exception {
    try (Ends ends = new Ends(Fates.none())) {
      Socket client = ends.dial();
      Socket server = ends.accept();
      expectConversation(client, server);
      ends.proxy.inject(Fault.BLACK_HOLE);
      long begin = System.nanoTime();
      ends.proxy.close();
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
      expectReset(client);
      expectReset(server);
      assertThat(ends.proxy.connections()).isEmpty();
      assertThatThrownBy(ends::dial).isInstanceOf(ConnectException.class);
    }
  }

  /** A connection may be reset before the one who dialled knows that it is there. */
  private static void expectResetOfDialling(FaultProxy proxy) throws IOException {
    try (Socket client = new Socket()) {
      assertThatThrownBy(
              () -> {
                client.connect(proxy.address(), 20_000);
                client.getInputStream().read();
              })
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  private static void expectCut(Fault cut, Socket at) throws IOException {
    if (cut == Fault.RESET) {
      expectReset(at);
    } else {
      expectEnd(at);
    }
  }

  private static void sendAll(Socket from, byte[] bytes) {
    try {
      OutputStream out = from.getOutputStream();
      for (int at = 0; at < bytes.length; at += 1 << 20) {
        out.write(bytes, at, 1 << 20);
      }
      from.shutdownOutput();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
