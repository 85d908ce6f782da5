// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.rados.message.MAuth;
import io.msgr2.rados.message.MAuthReply;
import io.msgr2.rados.message.MCommand;
import io.msgr2.rados.message.MCommandReply;
import io.msgr2.rados.message.MConfig;
import io.msgr2.rados.message.MMonCommand;
import io.msgr2.rados.message.MMonCommandAck;
import io.msgr2.rados.message.MMonGetMap;
import io.msgr2.rados.message.MMonGetVersion;
import io.msgr2.rados.message.MMonGetVersionReply;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.message.MOSDMap;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.Message;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets to hear, message by message. */
class MonitorTest {
  private static final UUID FSID = UUID.fromString("31111111-2222-3333-4444-555555555555");
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int LIMIT_SECONDS = 20;

  private final CephxKey key = CephxKey.generate(KeyType.AES256K, Instant.now(), RANDOM);
  private final Keyring keyring =
      new Keyring(Map.of(ADMIN, new Keyring.Entry(Optional.of(key), Map.of("mon", "allow *"))));
  private final Monitor monitor =
      Monitor.builder("x")
          .fsid(FSID)
          .cephx(new CephxMonitor(keyring, RANDOM, InstantSource.system()))
          .config(Map.of("an_option", "a value"))
          .commands(
              table ->
                  table
                      .with("say", "repeats", MonitorTest::say)
                      .with("break", "fails", MonitorTest::fail))
          .start(EntityAddress.parse("v2:127.0.0.1:0/0"));
  private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
  private final BlockingQueue<ConnectionException> ends = new LinkedBlockingQueue<>();
  private final Messenger client =
      Messenger.builder(ADMIN)
          .auth(new CephxClient(ADMIN, key, RANDOM, InstantSource.system()))
          .handler(
              new Handler() {
                @Override
                public void message(Connection connection, Message message) {
                  answers.add(message.retain());
                }

                @Override
                public void reset(Connection connection, ConnectionException why) {
                  ends.add(why);
                }
              })
          .build();
  private final Connection connection = client.connect(EntityType.MON, monitor.addresses());

  private static CommandAnswer say(Command command) {
    return new CommandAnswer(0, command.arguments().toString(), command.input());
  }

  private static CommandAnswer fail(Command command) {
    throw new IllegalStateException("on purpose");
  }

  @AfterEach
  void closes_everything() {
    client.close();
    monitor.close();
    answers.forEach(Message::release);
  }

  @Test
  void sends_its_map_to_who_asks() throws Exception {
    send(new MMonGetMap(), "");

    MMonMap answer = next(MMonMap.TYPE, MMonMap::read);
    assertThat(answer.map()).isEqualTo(monitor.map());
    assertThat(answer.map().fsid()).isEqualTo(FSID);
    assertThat(answer.map().monitors().get("x").addresses()).isEqualTo(monitor.addresses());
  }

  @Test
  void sends_what_is_subscribed_to_unless_the_client_has_it() throws Exception {
    send(
        new MMonSubscribe(
            Map.of(
                "monmap",
                Want.from(2),
                "config",
                Want.from(0),
                "mgrmap",
                Want.from(0),
                "osdmap",
                Want.once(0),
                "fsmap",
                Want.once(0)),
            "here"),
        "");
    assertThat(next(MConfig.TYPE, MConfig::read).options())
        .isEqualTo(Map.of("an_option", "a value"));
    Message mgrMap = next(MMgrMap.TYPE);
    mgrMap.release();
    MOSDMap maps = next(MOSDMap.TYPE, MOSDMap::read);
    assertThat(maps.fsid()).isEqualTo(FSID);
    OsdMapAddresses osds =
        WireReader.fromBytes("OSD map", maps.full().get(maps.newest()), OsdMapAddresses::read);
    assertThat(osds).isEqualTo(new OsdMapAddresses(FSID, 1, Map.of()));

    send(new MMonSubscribe(Map.of("monmap", Want.from(1)), "here"), "");
    assertThat(next(MMonMap.TYPE, MMonMap::read).map().epoch()).isEqualTo(1);
  }

  @Test
  void says_how_new_maps_are() throws Exception {
    send(new MMonGetVersion(7, "monmap"), "");
    assertThat(next(MMonGetVersionReply.TYPE, MMonGetVersionReply::read))
        .isEqualTo(new MMonGetVersionReply(7, 1, 1));

    send(new MMonGetVersion(8, "osdmap"), "");
    assertThat(next(MMonGetVersionReply.TYPE, MMonGetVersionReply::read))
        .isEqualTo(new MMonGetVersionReply(8, 1, 1));

    send(new MMonGetVersion(9, "fsmap"), "");
    assertThat(next(MMonGetVersionReply.TYPE, MMonGetVersionReply::read))
        .isEqualTo(new MMonGetVersionReply(9, 0, 0));
  }

  @Test
  void runs_commands_of_its_owner() throws Exception {
    String json = "{\"prefix\":\"say\",\"a\":\"b\",\"c\":[1,\"d\"]}";
    send(new MMonCommand(FSID, List.of(json)), "input");

    Message message = next(MMonCommandAck.TYPE);
    MMonCommandAck ack = read(message, MMonCommandAck::read);
    assertThat(ack.result()).isZero();
    assertThat(ack.status()).contains("a=b", "c=1 d");
    assertThat(ack.command()).containsExactly(json);
    assertThat(message.data().toString(StandardCharsets.UTF_8)).isEqualTo("input");
    message.release();
  }

  @Test
  void takes_commands_that_are_told_to_it_alone() throws Exception {
    send(new MCommand(FSID, List.of("{\"prefix\":\"fsid\"}")), "");

    Message message = next(MCommandReply.TYPE);
    assertThat(read(message, MCommandReply::read)).isEqualTo(new MCommandReply(0, ""));
    assertThat(message.data().toString(StandardCharsets.UTF_8)).isEqualTo(FSID + "\n");
    message.release();
  }

  @ParameterizedTest
  @CsvSource({
    "osd stat, '', '0 osds: 0 up, 0 in; epoch: e1'",
    "osd stat, json, '\"num_osds\":0'",
    "osd dump, '', max_osd 0",
    "osd dump, json, '\"pools\":[]'",
    "osd tree, '', PRI-AFF",
    "osd tree, json, '\"nodes\":[]'",
    "osd lspools, json, []",
    "osd pool ls, json, []",
    "osd ls, json, []"
  })
  void knows_that_there_are_no_osds_and_no_pools(String words, String format, String answer)
      throws Exception {
    String json = "{\"prefix\":\"%s\",\"format\":\"%s\"}".formatted(words, format);
    send(new MMonCommand(FSID, List.of(json)), "");

    Message message = next(MMonCommandAck.TYPE);
    assertThat(read(message, MMonCommandAck::read).result()).isZero();
    assertThat(message.data().toString(StandardCharsets.UTF_8)).contains(answer);
    message.release();
  }

  @Test
  void describes_all_commands() throws Exception {
    send(new MMonCommand(FSID, List.of("{\"prefix\":\"get_command_descriptions\"}")), "");

    Message message = next(MMonCommandAck.TYPE);
    assertThat(message.data().toString(StandardCharsets.UTF_8))
        .contains("\"sig\":[\"mon\",\"dump\"]", "\"sig\":[\"say\"],\"help\":\"repeats\"");
    message.release();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prefix\":\"nonsense\"}",
        "{}",
        "",
        "[]",
        "{\"prefix\":{\"a\":1}}",
        "{\"prefix\":[[1]]}",
        "{\"prefix\"",
        "{\"prefix\":\"say\",",
        "{\"prefix\":"
      })
  void refuses_what_is_no_command(String json) throws Exception {
    send(new MMonCommand(FSID, List.of(json)), "");

    assertThat(next(MMonCommandAck.TYPE, MMonCommandAck::read).result()).isEqualTo(-22);
  }

  @Test
  void a_command_that_breaks_is_an_answer_too() throws Exception {
    send(new MMonCommand(FSID, List.of("{\"prefix\":\"break\"}")), "");

    assertThat(next(MMonCommandAck.TYPE, MMonCommandAck::read).result()).isEqualTo(-5);
  }

  @Test
  void refuses_commands_for_another_cluster() throws Exception {
    send(new MMonCommand(UUID.randomUUID(), List.of("{\"prefix\":\"fsid\"}")), "");

    MMonCommandAck ack = next(MMonCommandAck.TYPE, MMonCommandAck::read);
    assertThat(ack.result()).isEqualTo(-1);
    assertThat(ack.status()).isEqualTo("wrong fsid");
  }

  @Test
  void answers_a_ping() throws Exception {
    connection.send(Message.builder(MPing.TYPE).tid(3).build());

    Message message = next(MPing.TYPE);
    assertThat(read(message, WireReader::string)).contains("HEALTH_OK", "mon_status");
    message.release();
  }

  @Test
  void refuses_tickets_and_closes_when_the_request_is_no_good() throws Exception {
    send(new MAuth(2, new byte[] {1, 2, 3}, 1), "");

    MAuthReply reply = next(MAuthReply.TYPE, MAuthReply::read);
    assertThat(reply.result()).isEqualTo(-22);
    assertThat(reply.payload()).isEmpty();
    assertThat(ends.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void has_no_use_for_another_method_than_that_of_the_login() throws Exception {
    send(new MAuth(1, new byte[0], 1), "");

    assertThat(next(MAuthReply.TYPE, MAuthReply::read).result()).isEqualTo(-95);
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 17, 19, 50, 97})
  void closes_on_a_message_that_cannot_be_read_and_goes_on(int type) throws Exception {
    connection.send(
        Message.builder(type).front(Unpooled.wrappedBuffer(new byte[] {1, 2, 3})).build());
    assertThat(ends.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();

    Connection again = client.connect(EntityType.MON, monitor.addresses());
    assertThat(again.ready().get(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void passes_over_what_it_does_not_know() throws Exception {
    connection.send(Message.builder(4711).build());

    send(new MMonGetMap(), "");
    assertThat(next(MMonMap.TYPE, MMonMap::read).map().fsid()).isEqualTo(FSID);
  }

  @Test
  void cuts_connections_when_told_to() throws Exception {
    connection.ready().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    send(new MMonGetMap(), "");
    next(MMonMap.TYPE, MMonMap::read);

    assertThat(monitor.cutConnections()).isEqualTo(1);

    assertThat(ends.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    assertThat(monitor.cutConnections()).isZero();
  }

  @Test
  void lets_nobody_in_with_another_key() {
    CephxKey other = CephxKey.generate(KeyType.AES256K, Instant.now(), RANDOM);
    try (Messenger stranger =
        Messenger.builder(ADMIN)
            .auth(new CephxClient(ADMIN, other, RANDOM, InstantSource.system()))
            .build()) {
      ExecutionException refused =
          catchThrowableOfType(
              ExecutionException.class,
              () ->
                  stranger
                      .connect(EntityType.MON, monitor.addresses())
                      .ready()
                      .get(LIMIT_SECONDS, TimeUnit.SECONDS));
      assertThat(((ConnectionException) refused.getCause()).errno()).isEqualTo(13);
      assertThat(monitor.counters().refusedLogins()).isEqualTo(1);
    }
  }

  private void send(MessageBody body, String data) {
    connection.send(
        Message.builder(body.type())
            .tid(1)
            .version(body.version(), body.compatVersion())
            .front(Unpooled.wrappedBuffer(WireWriter.toBytes(body::write)))
            .data(Unpooled.copiedBuffer(data, StandardCharsets.UTF_8))
            .build());
  }

  private <T> T next(int type, Function<WireReader, T> decoder) throws InterruptedException {
    Message message = next(type);
    try {
      return read(message, decoder);
    } finally {
      message.release();
    }
  }

  /** Returns the next message of a type, passing over others; it has to be released. */
  private Message next(int type) throws InterruptedException {
    while (true) {
      Message message = answers.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      assertThat(message).as("a message of type %d", type).isNotNull();
      if (message.type() == type) {
        return message;
      }
      message.release();
    }
  }

  private static <T> T read(Message message, Function<WireReader, T> decoder) {
    return decoder.apply(new WireReader(message.front().duplicate()));
  }
}
