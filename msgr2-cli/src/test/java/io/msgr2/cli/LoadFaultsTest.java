// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoadFaultsTest {
  private static final int PING = 2;
  private static final int OTHER = 42;

  /** What a server does with a request. */
  @FunctionalInterface
  private interface Manner {
    void treat(Connection connection, Message request);
  }

  @Test
  void counts_a_missing_answer_once() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              if (request.tid() != 3) {
                answer(connection, request.tid(), request.data().retainedSlice());
              }
            },
            "--count",
            "20",
            "--depth",
            "4");
    assertThat(run.json().get("requests").asInt()).isEqualTo(19);
    assertThat(run.json().get("errors").asInt()).isEqualTo(1);
    assertThat(run.err()).contains("expected the answer to request 3 of ", "tid 4");
  }

  @Test
  void gives_up_when_no_answer_comes() {
    long start = System.nanoTime();
    Cli.Run run = failed((connection, request) -> {}, "--seconds", "3600", "--depth", "4");
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(10));
    assertThat(run.json().get("requests").asInt()).isZero();
    assertThat(run.json().get("errors").asInt()).isEqualTo(4);
    assertThat(run.json().get("resets").asInt()).isZero();
    assertThat(run.err())
        .contains("expected the answer to request 1 of 4 sent, got no answer for 0.5 s");
  }

  @Test
  void gives_up_when_the_last_answer_does_not_come() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              if (request.tid() != 10) {
                answer(connection, request.tid(), request.data().retainedSlice());
              }
            },
            "--count",
            "10");
    assertThat(run.json().get("requests").asInt()).isEqualTo(9);
    assertThat(run.json().get("errors").asInt()).isEqualTo(1);
  }

  @Test
  void refuses_an_answer_to_a_request_that_was_not_made() {
    Cli.Run run =
        failed(
            (connection, request) ->
                answer(connection, request.tid() + 1000, request.data().retainedSlice()),
            "--count",
            "10");
    // The wrong one, and the right one that is missing.
    assertThat(run.json().get("errors").asInt()).isEqualTo(2);
    assertThat(run.err()).contains("tid 1001");
  }

  @Test
  void refuses_a_second_answer() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              answer(connection, request.tid(), request.data().retainedSlice());
              answer(connection, request.tid(), request.data().retainedSlice());
            },
            "--count",
            "10");
    assertThat(run.json().get("requests").asInt()).isEqualTo(10);
    assertThat(run.json().get("errors").asInt()).isBetween(9, 10);
  }

  @Test
  void refuses_a_message_of_another_type() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              connection.send(Message.builder(OTHER).tid(request.tid()).build());
              answer(connection, request.tid(), request.data().retainedSlice());
            },
            "--count",
            "5");
    assertThat(run.json().get("requests").asInt()).isEqualTo(5);
    assertThat(run.json().get("errors").asInt()).isEqualTo(5);
    assertThat(run.err()).contains("got Message[type 42, tid 1");
  }

  @Test
  void refuses_data_of_another_length() {
    Cli.Run run =
        failed(
            (connection, request) ->
                answer(connection, request.tid(), request.data().retainedSlice(0, 63)),
            "--count",
            "5");
    assertThat(run.json().get("errors").asInt()).isEqualTo(5);
    assertThat(run.err()).contains("answer to request 1: expected 64 bytes of data, got 63");
  }

  @Test
  void refuses_other_data() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              ByteBuf data = Unpooled.copiedBuffer(request.data());
              data.setByte(63, data.getByte(63) ^ 1);
              answer(connection, request.tid(), data);
            },
            "--count",
            "5");
    assertThat(run.json().get("errors").asInt()).isEqualTo(5);
    assertThat(run.err()).contains("its 64 bytes of data are not those of the request");
    assertThat(run.err().lines()).as("not one for each").hasSize(3);
  }

  @Test
  void counts_what_was_in_flight_when_the_server_hangs_up() {
    Cli.Run run =
        failed(
            (connection, request) -> {
              if (request.tid() == 5) {
                connection.markDown();
              } else if (request.tid() < 5) {
                answer(connection, request.tid(), request.data().retainedSlice());
              }
            },
            "--count",
            "100",
            "--depth",
            "2");
    assertThat(run.json().get("requests").asInt()).isBetween(3, 4);
    assertThat(run.json().get("errors").asInt()).isBetween(1, 2);
    assertThat(run.json().get("resets").asInt()).isEqualTo(1);
    assertThat(run.err()).contains("got a reset: ");
  }

  @Test
  void says_that_nobody_listens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Cli.Run run = Cli.run("load", "--connect", "v2:127.0.0.1:" + port, "--count", "1");
    assertThat(run.exitCode()).isEqualTo(111);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("msgr2 load: client.4000: connection to osd at v2:127.0.0.1:" + port)
        .contains("Connection refused");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void says_that_the_other_end_is_silent() throws IOException {
    try (FakeServer server = FakeServer.silent()) {
      Cli.Run run = load("v2:" + server.hostPort(), "--count", "1", "--connections", "3");
      assertThat(run.exitCode()).isEqualTo(110);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("msgr2 load: ", "osd at v2:127.0.0.1:", "banner");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void says_that_the_other_end_is_another_entity() throws IOException {
    try (RunningEcho echo = new RunningEcho("--as", "mds.0")) {
      Cli.Run run = load(echo.address(), "--count", "1");
      assertThat(run.exitCode()).isEqualTo(71);
      assertThat(run.err()).contains("dialled osd, answered by mds");
    }
  }

  private static Cli.Run failed(Manner manner, String... options) {
    Handler handler =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            manner.treat(connection, message);
          }
        };
    try (Messenger server =
        Messenger.builder(EntityName.osd(0))
            .auth(new NoneServer(EntityType.OSD, new AtomicLong(1)::getAndIncrement))
            .handler(handler)
            .eventLoops(1)
            .build()) {
      String address = server.bind(EntityAddress.parse("v2:127.0.0.1:0")).join().msgr2().toString();
      Cli.Run run = load(address, options);
      assertThat(run.exitCode()).isEqualTo(1);
      return run;
    }
  }

  private static Cli.Run load(String address, String... options) {
    List<String> args = new ArrayList<>(List.of("load", "--connect", address, "--reply", "same"));
    args.addAll(List.of("--timeout", "0.5", "--format", "json"));
    args.addAll(List.of(options));
    return Cli.run(args.toArray(String[]::new));
  }

  private static void answer(Connection connection, long tid, ByteBuf data) {
    connection.send(Message.builder(PING).tid(tid).data(data).build());
  }
}
