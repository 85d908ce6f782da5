// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.rados.message.MConfig;
import io.msgr2.rados.message.MMonCommand;
import io.msgr2.rados.message.MMonCommandAck;
import io.msgr2.rados.message.MMonGetMap;
import io.msgr2.rados.message.MMonGetVersion;
import io.msgr2.rados.message.MMonGetVersionReply;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MOSDMap;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.rados.message.MonInfo;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.Message;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The accepting side of a monitor's messages, on a messenger of its own. It echoes commands: the
 * answer's status is the command, its output the input. What it is not to answer is left to the
 * test.
 */
final class TestMonitor implements Handler, AutoCloseable {
  static final UUID FSID = UUID.fromString("31111111-2222-3333-4444-555555555555");

  private static final AtomicLong GLOBAL_IDS = new AtomicLong(4_100);

  /** A command as it came. */
  record Command(Connection connection, long tid, String json, byte[] input) {}

  final BlockingQueue<Command> commands = new LinkedBlockingQueue<>();
  final BlockingQueue<MMonSubscribe> subscriptions = new LinkedBlockingQueue<>();
  final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();
  private final Messenger messenger;
  private final EntityAddressVector addresses;
  private volatile MonMap map = mapOf(1, Map.of());
  private volatile boolean sendsMap = true;
  private volatile boolean answersCommands = true;
  private volatile Optional<byte[]> osdMap = Optional.empty();

  TestMonitor() throws Exception {
    this(new NoneServer(EntityType.MON, GLOBAL_IDS::incrementAndGet));
  }

  TestMonitor(AuthServer auth) throws Exception {
    messenger =
        Messenger.builder(EntityName.parse("mon.0")).auth(auth).handler(this).eventLoops(1).build();
    addresses = messenger.bind(EntityAddress.parse("v2:127.0.0.1:0/0")).get(10, TimeUnit.SECONDS);
  }

  EntityAddress address() {
    return addresses.msgr2();
  }

  /** Returns the place as {@code mon_host} names it. */
  String place() {
    return "v2:127.0.0.1:" + address().port();
  }

  /** Sets the map that is sent from now on. */
  TestMonitor map(MonMap newMap) {
    map = newMap;
    return this;
  }

  /** Connects and authenticates clients, but does not send the map they ask for. */
  TestMonitor withoutMap() {
    sendsMap = false;
    return this;
  }

  /** Leaves commands unanswered. */
  TestMonitor withoutAnswers() {
    answersCommands = false;
    return this;
  }

  TestMonitor osdMap(byte[] encoded) {
    osdMap = Optional.of(encoded);
    return this;
  }

  /** Returns a map of the given monitors by name. */
  static MonMap mapOf(long epoch, Map<String, TestMonitor> monitors) {
    Map<String, EntityAddressVector> places = new LinkedHashMap<>();
    monitors.forEach((name, monitor) -> places.put(name, monitor.addresses));
    return mapAt(epoch, places);
  }

  /** Returns a map of monitors by name, which need not be there. */
  static MonMap mapAt(long epoch, Map<String, EntityAddressVector> places) {
    Map<String, MonInfo> infos = new LinkedHashMap<>();
    places.forEach(
        (name, addresses) ->
            infos.put(name, new MonInfo(name, addresses, 0, 0, Map.of(), Optional.empty())));
    return new MonMap(
        FSID,
        epoch,
        Instant.EPOCH,
        Instant.EPOCH,
        0,
        0,
        infos,
        new ArrayList<>(infos.keySet()),
        16,
        List.of(),
        1,
        List.of(),
        new MonMap.Stretch(false, "", List.of()),
        Optional.empty());
  }

  static void send(Connection connection, MessageBody body) {
    connection.send(Messages.of(body));
  }

  static void answer(Command command) {
    MMonCommandAck ack =
        new MMonCommandAck(
            command.json().contains("fail") ? -22 : 0, command.json(), List.of(command.json()));
    command.connection().send(Messages.of(ack, command.tid(), command.input()));
  }

  @Override
  public void accepted(Connection connection) {
    connections.add(connection);
  }

  @Override
  public void message(Connection connection, Message message) {
    switch (message.type()) {
      case MMonGetMap.TYPE -> {
        if (sendsMap) {
          send(connection, new MMonMap(map));
        }
      }
      case MMonSubscribe.TYPE -> subscribe(connection, message);
      case MMonCommand.TYPE -> command(connection, message);
      case MMonGetVersion.TYPE -> {
        MMonGetVersion question = Messages.read(message, MMonGetVersion::read);
        MMonGetVersionReply reply =
            new MMonGetVersionReply(question.handle(), question.what().length(), 1);
        connection.send(Messages.of(reply, message.tid(), new byte[0]));
      }
      default -> throw new AssertionError("unexpected " + message);
    }
  }

  @Override
  public void close() {
    messenger.close();
  }

  private void subscribe(Connection connection, Message message) {
    MMonSubscribe wanted = Messages.read(message, MMonSubscribe::read);
    subscriptions.add(wanted);
    if (wanted.what().containsKey("config")) {
      send(connection, new MConfig(Map.of("client_option", "value")));
    }
    if (wanted.what().containsKey("osdmap")) {
      osdMap.ifPresent(
          encoded -> send(connection, new MOSDMap(FSID, Map.of(), Map.of(6L, encoded), 1, 6)));
    }
  }

  private void command(Connection connection, Message message) {
    MMonCommand sent = Messages.read(message, MMonCommand::read);
    if (!sent.fsid().equals(FSID)) {
      throw new AssertionError("unexpected cluster " + sent.fsid());
    }
    Command command =
        new Command(connection, message.tid(), sent.command().get(0), Messages.data(message));
    commands.add(command);
    if (answersCommands) {
      answer(command);
    }
  }

  /** Returns the next of what is waited for, and fails the test when there is none. */
  static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("nothing came");
    }
    return next;
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
