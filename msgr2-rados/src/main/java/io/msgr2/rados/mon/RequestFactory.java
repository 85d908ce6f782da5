// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.rados.message.MCommand;
import io.msgr2.rados.message.MCommandReply;
import io.msgr2.rados.message.MMonCommand;
import io.msgr2.rados.message.MMonCommandAck;
import io.msgr2.rados.message.MMonGetVersion;
import io.msgr2.rados.message.MMonGetVersionReply;
import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import io.msgr2.rados.message.MOSDMap;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.Message;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Makes requests, each with a transaction id of its own. Safe for use by several threads. */
final class RequestFactory {
  private static final byte[] NO_INPUT = {};

  private final String hostName;
  private final AtomicLong lastTid = new AtomicLong();

  /**
   * @param hostName the machine's name, which the monitors are told
   */
  RequestFactory(String hostName) {
    this.hostName = hostName;
  }

  /** Makes a command for the monitors. */
  Request<CommandReply> monCommand(
      UUID fsid,
      Map<String, ?> command,
      byte[] input,
      Duration timeout,
      CompletableFuture<CommandReply> future) {
    String json = CommandJson.object(command);
    return request(
        "command " + prefix(command),
        Request.Effect.POSSIBLE,
        tid -> new MMonCommand(fsid, List.of(json)),
        input,
        new Request.Reply<>(MMonCommandAck.TYPE, false, RequestFactory::monCommandReply),
        timeout,
        future);
  }

  /** Makes a command for an OSD. */
  Request<CommandReply> osdCommand(
      UUID fsid,
      int osd,
      Map<String, ?> command,
      byte[] input,
      Duration timeout,
      CompletableFuture<CommandReply> future) {
    String json = CommandJson.object(command);
    return request(
        "command " + prefix(command) + " for osd." + osd,
        Request.Effect.POSSIBLE,
        tid -> new MCommand(fsid, List.of(json)),
        input,
        new Request.Reply<>(MCommandReply.TYPE, false, RequestFactory::osdCommandReply),
        timeout,
        future);
  }

  /** Makes the question how new a map is. */
  Request<MapVersions> mapVersions(
      String map, Duration timeout, CompletableFuture<MapVersions> future) {
    return request(
        "question for the versions of the " + map,
        Request.Effect.NONE,
        tid -> new MMonGetVersion(tid, map),
        NO_INPUT,
        new Request.Reply<>(MMonGetVersionReply.TYPE, false, RequestFactory::mapVersionsReply),
        timeout,
        future);
  }

  /** Makes the question for the OSD map. */
  Request<OsdMapAddresses> osdMap(Duration timeout, CompletableFuture<OsdMapAddresses> future) {
    return request(
        "question for the OSD map",
        Request.Effect.NONE,
        tid -> new MMonSubscribe(Map.of("osdmap", Want.once(0)), hostName),
        NO_INPUT,
        new Request.Reply<>(MOSDMap.TYPE, true, RequestFactory::osdMapReply),
        timeout,
        future);
  }

  private <T> Request<T> request(
      String what,
      Request.Effect effect,
      Function<Long, MessageBody> body,
      byte[] input,
      Request.Reply<T> reply,
      Duration timeout,
      CompletableFuture<T> future) {
    long tid = lastTid.incrementAndGet();
    return new Request<>(
        tid, what, effect, body.apply(tid), input, reply, timeout, System.nanoTime(), future);
  }

  private static String prefix(Map<String, ?> command) {
    return "'" + command.get("prefix") + "'";
  }

  private static CommandReply monCommandReply(Message message) {
    MMonCommandAck ack = Messages.read(message, MMonCommandAck::read);
    return CommandReply.of(ack.result(), ack.status(), Messages.data(message));
  }

  private static CommandReply osdCommandReply(Message message) {
    MCommandReply reply = Messages.read(message, MCommandReply::read);
    return CommandReply.of(reply.result(), reply.status(), Messages.data(message));
  }

  private static MapVersions mapVersionsReply(Message message) {
    MMonGetVersionReply reply = Messages.read(message, MMonGetVersionReply::read);
    return new MapVersions(reply.newestVersion(), reply.oldestVersion());
  }

  private static OsdMapAddresses osdMapReply(Message message) {
    byte[] newest =
        Messages.read(message, MOSDMap::read).full().values().stream()
            .reduce((older, newer) -> newer)
            .orElseThrow(
                () ->
                    new ProtocolException(
                        Violation.PAYLOAD_MALFORMED, "OSD maps without a full one"));
    return OsdMapAddresses.read(new WireReader(Unpooled.wrappedBuffer(newest)));
  }
}
