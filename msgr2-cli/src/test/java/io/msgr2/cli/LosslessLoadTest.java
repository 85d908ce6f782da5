// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loads that cut their own TCP connections. */
class LosslessLoadTest {
  private static final int PING = 2;
  private static final String SECRET = "5a".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "lossless_peer, lossless_peer, crc",
    "lossless_peer_reuse, lossless_peer_reuse, secure",
    "stateful_server, lossless_client, secure",
    "stateful_server, lossless_client, crc"
  })
  void nothing_is_lost_and_nothing_comes_twice(String server, String client, String mode)
      throws IOException {
    String[] link = {"--modes", mode, "--connection-secret", SECRET};
    try (RunningEcho echo =
        new RunningEcho(
            "--policy", server, "--reply", "same", link[0], link[1], link[2], link[3])) {
      Cli.Run run =
          Cli.run(
              "load",
              "--connect",
              echo.address(),
              "--policy",
              client,
              "--reply",
              "same",
              "--cut-every",
              "20ms",
              "--seconds",
              "2",
              "--depth",
              "16",
              "--size",
              "3000",
              "--format",
              "json",
              link[0],
              link[1],
              link[2],
              link[3]);

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode survived = run.json().get("survived");
      assertThat(survived.get("cuts").asLong()).isGreaterThan(10);
      assertThat(survived.get("resumptions").asLong()).isGreaterThan(5);
      assertThat(survived.get("answers").asLong()).isGreaterThan(100);
      assertThat(survived.get("lost").asLong()).isZero();
      assertThat(survived.get("twice").asLong()).isZero();
      assertThat(survived.get("remoteResets").asLong()).isZero();
      assertThat(echo.stop()).isZero();
    }
  }

  @Test
  void counts_an_answer_that_comes_twice() {
    JsonNode survived =
        survivedFailing(
            (connection, request) -> {
              answer(connection, request, request.data());
              if (request.tid() == 3) {
                answer(connection, request, request.data());
              }
            });
    assertThat(survived.get("twice").asLong()).isEqualTo(1);
    assertThat(survived.get("lost").asLong()).isZero();
  }

  @Test
  void counts_an_answer_that_is_lost() {
    JsonNode survived =
        survivedFailing(
            (connection, request) -> {
              if (request.tid() != 3) {
                answer(connection, request, request.data());
              }
            });
    assertThat(survived.get("lost").asLong()).isEqualTo(1);
    assertThat(survived.get("twice").asLong()).isZero();
  }

  @Test
  void refuses_the_data_of_another_request() {
    JsonNode survived =
        survivedFailing(
            (connection, request) -> {
              ByteBuf data = Unpooled.copiedBuffer(request.data());
              data.setLong(0, request.tid() == 5 ? 4 : request.tid());
              answer(connection, request, data);
              data.release();
            });
    assertThat(survived.get("answers").asLong()).isEqualTo(20);
    assertThat(survived.get("lost").asLong()).isZero();
    assertThat(survived.get("twice").asLong()).isZero();
  }

  @Test
  @Tag("slow")
  void connections_that_fall_silent_are_survived_too() throws IOException {
    try (RunningEcho echo = new RunningEcho("--policy", "lossless_peer", "--reply", "same")) {
      Cli.Run run =
          Cli.run(
              "load",
              "--connect",
              echo.address(),
              "--policy",
              "lossless_peer",
              "--reply",
              "same",
              "--cut-every",
              "100ms",
              "--half-open",
              "--seconds",
              "4",
              "--format",
              "json");

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode survived = run.json().get("survived");
      assertThat(survived.get("cuts").asLong()).isGreaterThan(5);
      assertThat(survived.get("resumptions").asLong()).isPositive();
      assertThat(survived.get("lost").asLong()).isZero();
      assertThat(survived.get("twice").asLong()).isZero();
    }
  }

  @Test
  void silence_needs_an_interval() {
    Cli.Run run = Cli.run("load", "--connect", "v2:127.0.0.1:1/0", "--count", "1", "--half-open");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--half-open does nothing without --cut-every");
  }

  @Test
  void a_lossy_session_is_not_cut_on_purpose() {
    Cli.Run run =
        Cli.run("load", "--connect", "v2:127.0.0.1:1/0", "--count", "1", "--cut-every", "50ms");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--policy lossy_client does not survive --cut-every; expected a lossless one");
  }

  @Test
  void a_lossless_session_is_the_only_one_with_its_peer() {
    Cli.Run run =
        Cli.run(
            "load",
            "--connect",
            "v2:127.0.0.1:1/0",
            "--count",
            "1",
            "--policy",
            "lossless_client",
            "--connections",
            "2");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("so --connections is 1");
  }

  @Test
  void times_have_units() {
    for (String time : List.of("50", "ms", "5m", "-1ms")) {
      Cli.Run run =
          Cli.run("load", "--connect", "v2:127.0.0.1:1/0", "--count", "1", "--cut-every", time);
      assertThat(run.exitCode()).isEqualTo(2);
      assertThat(run.err()).contains("'" + time + "' is no time such as 50ms or 2s");
    }
  }

  /** What a server does with a request. */
  @FunctionalInterface
  private interface Manner {
    void treat(Connection connection, Message request);
  }

  private static JsonNode survivedFailing(Manner manner) {
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
            .policy(Policy.statefulServer())
            .handler(handler)
            .eventLoops(1)
            .build()) {
      String address = server.bind(EntityAddress.parse("v2:127.0.0.1:0")).join().msgr2().toString();
      String line =
          "load --policy lossless_client --cut-every 20ms --count 20 --depth 4 --timeout 2"
              + " --reply same --format json --connect "
              + address;
      Cli.Run run = Cli.run(line.split(" "));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.json().get("errors").asLong()).as(run.err()).isEqualTo(1);
      return run.json().get("survived");
    }
  }

  private static void answer(Connection connection, Message request, ByteBuf data) {
    connection.send(Message.builder(PING).tid(request.tid()).data(data.retainedSlice()).build());
  }
}
