// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.address.EntityName;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.RenewalAnswer;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Denial;
import io.msgr2.messenger.Handler;
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
import io.msgr2.rados.message.MOSDMap;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the messages of clients. Nothing that they can subscribe to ever changes, so that nobody
 * has to be remembered.
 */
final class MonitorHandler implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
  private static final long MGR_MAP_EPOCH = 1;
  private static final byte[] NO_DATA = {};

  /**
   * What is known once the monitor listens.
   *
   * @param map where it listens
   * @param osdMap what clients get who subscribe to it
   * @param ping what a ping is answered with
   */
  private record Served(MonMap map, MOSDMap osdMap, CommandTable commands, String ping) {}

  private final Map<String, String> config;
  private final Optional<CephxMonitor> cephx;
  private final CompletableFuture<Served> served = new CompletableFuture<>();
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

  /**
   * @param cephx renews tickets; without it there are none
   */
  MonitorHandler(Map<String, String> config, Optional<CephxMonitor> cephx) {
    this.config = config;
    this.cephx = cephx;
  }

  /** The monitor listens; messages that came before wait for this. */
  void serve(MonMap map, MOSDMap osdMap, CommandTable commands) {
    served.complete(new Served(map, osdMap, commands, StandardCommands.ping(map)));
  }

  /** The monitor will never listen. */
  void giveUp(RuntimeException why) {
    served.completeExceptionally(why);
  }

  @Override
  public void accepted(Connection connection) {
    connections.add(connection);
  }

  @Override
  public void reset(Connection connection, ConnectionException why) {
    connections.remove(connection);
  }

  @Override
  public void denied(Denial denial) {
    LOG.info("{} at {} is not let in: {}", denial.claimed(), denial.from(), denial.reason());
  }

  @Override
  public void message(Connection connection, Message message) {
    try {
      // The first client may be faster than the thread that began to listen, but not by much.
      answer(connection, message, served.join());
    } catch (ProtocolException malformed) {
      LOG.warn("{} sent a message that cannot be read: {}", connection, malformed.getMessage());
      connection.markDown();
      connections.remove(connection);
    }
  }

  /** Returns the connections of those who are there now. */
  Set<Connection> connections() {
    return connections;
  }

  void forget(Connection connection) {
    connections.remove(connection);
  }

  private void answer(Connection connection, Message message, Served now) {
    switch (message.type()) {
      case MMonGetMap.TYPE -> push(connection, new MMonMap(now.map()));
      case MMonSubscribe.TYPE -> subscribe(connection, read(message, MMonSubscribe::read), now);
      case MMonCommand.TYPE -> monCommand(connection, message, now);
      case MCommand.TYPE -> command(connection, message, now);
      case MMonGetVersion.TYPE -> version(connection, message, now);
      case MAuth.TYPE -> renew(connection, message);
      case MPing.TYPE -> reply(connection, message, new MPing(now.ping()), NO_DATA);
      // Ceph's monitors, too, pass over in silence what they have no use for.
      default -> LOG.debug("{} sent {}, which is of no use here", connection, message);
    }
  }

  private void subscribe(Connection connection, MMonSubscribe wanted, Served now) {
    wanted
        .what()
        .forEach(
            (what, want) -> {
              switch (what) {
                case "config" -> push(connection, new MConfig(config));
                case "monmap" ->
                    pushFrom(want, now.map().epoch(), connection, new MMonMap(now.map()));
                case "osdmap" -> pushFrom(want, now.osdMap().newest(), connection, now.osdMap());
                case "mgrmap" ->
                    pushFrom(want, MGR_MAP_EPOCH, connection, new MMgrMap(MGR_MAP_EPOCH));
                default -> LOG.debug("{} subscribed to {}: there is none", connection, what);
              }
            });
  }

  private static void pushFrom(
      MMonSubscribe.Want want, long epoch, Connection connection, MessageBody body) {
    if (want.start() <= epoch) {
      push(connection, body);
    }
  }

  private static void monCommand(Connection connection, Message message, Served now) {
    MMonCommand command = read(message, MMonCommand::read);
    CommandAnswer answer = run(command.fsid(), command.command(), message, now);
    MMonCommandAck ack = new MMonCommandAck(-answer.errno(), answer.status(), command.command());
    reply(connection, message, ack, answer.output());
  }

  private static void command(Connection connection, Message message, Served now) {
    MCommand command = read(message, MCommand::read);
    CommandAnswer answer = run(command.fsid(), command.command(), message, now);
    MCommandReply reply = new MCommandReply(-answer.errno(), answer.status());
    reply(connection, message, reply, answer.output());
  }

  private static CommandAnswer run(UUID fsid, List<String> words, Message message, Served now) {
    if (!fsid.equals(now.map().fsid())) {
      return CommandAnswer.failed(CommandAnswer.EPERM, "wrong fsid");
    }
    try {
      byte[] input = ByteBufUtil.getBytes(message.data());
      return now.commands().run(Json.command(String.join("", words), input));
    } catch (IOException e) {
      return CommandAnswer.failed(CommandAnswer.EINVAL, "no valid command: " + e.getMessage());
    }
  }

  private static void version(Connection connection, Message message, Served now) {
    MMonGetVersion question = read(message, MMonGetVersion::read);
    long version =
        switch (question.what()) {
          case "monmap" -> now.map().epoch();
          case "osdmap" -> now.osdMap().newest();
          case "mgrmap" -> MGR_MAP_EPOCH;
          default -> 0;
        };
    reply(
        connection, message, new MMonGetVersionReply(question.handle(), version, version), NO_DATA);
  }

  private void renew(Connection connection, Message message) {
    MAuth request = read(message, MAuth::read);
    Optional<ConnectionInfo> info = connection.info();
    Optional<EntityName> name = info.flatMap(ConnectionInfo::authenticatedAs);
    if (cephx.isEmpty() || name.isEmpty() || request.method() != AuthMethod.CEPHX.wire()) {
      String why = AuthMethod.nameOf(request.method()) + " is not in use here";
      reply(
          connection,
          message,
          new MAuthReply(request.method(), -AuthRefusal.EOPNOTSUPP, 0, NO_DATA, why),
          NO_DATA);
      return;
    }
    long globalId = info.orElseThrow().globalId();
    RenewalAnswer answer = cephx.get().renew(name.get(), globalId, request.payload());
    MAuthReply reply =
        new MAuthReply(request.method(), -answer.errno(), globalId, answer.payload(), "");
    reply(connection, message, reply, NO_DATA);
    if (!answer.isGranted()) {
      LOG.info("{} gets no tickets: {}", name.get(), answer.reason());
      connection.close();
      connections.remove(connection);
    }
  }

  private static <T> T read(Message message, Function<WireReader, T> decoder) {
    return decoder.apply(new WireReader(message.front().duplicate()));
  }

  private static void push(Connection connection, MessageBody body) {
    send(connection, 0, body, NO_DATA);
  }

  private static void reply(Connection connection, Message request, MessageBody body, byte[] data) {
    send(connection, request.tid(), body, data);
  }

  private static void send(Connection connection, long tid, MessageBody body, byte[] data) {
    connection.send(
        Message.builder(body.type())
            .tid(tid)
            .version(body.version(), body.compatVersion())
            .front(Unpooled.wrappedBuffer(WireWriter.toBytes(body::write)))
            .data(Unpooled.wrappedBuffer(data))
            .build());
  }
}
