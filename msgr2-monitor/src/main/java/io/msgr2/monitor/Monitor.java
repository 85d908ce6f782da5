// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.AuthServer;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Counters;
import io.msgr2.messenger.Messenger;
import io.msgr2.rados.message.MonInfo;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.ConnectionInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The only monitor of a cluster that consists of nothing else. Stock clients of Ceph log in to it,
 * get its map and their configuration, renew their tickets and send commands. There are no OSDs and
 * no manager, nothing is kept on disk, and what clients subscribe to never changes.
 *
 * <p>All methods can be called by any thread; only {@link #close} blocks.
 */
public final class Monitor implements AutoCloseable {
  private static final int PACIFIC = 16;
  private static final int CLASSIC_ELECTIONS = 1;

  private final Messenger messenger;
  private final MonMap map;
  private final MonitorHandler handler;

  Monitor(MonitorBuilder builder, AuthServer auth, EntityAddress address) {
    handler = new MonitorHandler(builder.config, builder.cephx);
    messenger =
        Messenger.builder(builder.name())
            .auth(auth)
            .handler(handler)
            .timeouts(builder.timeouts)
            .eventLoops(builder.eventLoops)
            .build();
    try {
      map = map(builder, messenger.bind(address).join());
      EmptyOsdMap osdMap = new EmptyOsdMap(map.fsid(), map.created());
      CommandTable commands = new OsdCommands(osdMap).addTo(StandardCommands.of(map));
      handler.serve(map, osdMap.message(), builder.commands.apply(commands));
    } catch (RuntimeException failed) {
      handler.giveUp(failed);
      messenger.close();
      throw failed;
    }
  }

  private static MonMap map(MonitorBuilder builder, EntityAddressVector at) {
    Instant now = Instant.now();
    MonInfo self = new MonInfo(builder.id, at, 0, 0, Map.of(), Optional.empty());
    return new MonMap(
        builder.fsid,
        1,
        now,
        now,
        0,
        0,
        Map.of(builder.id, self),
        List.of(builder.id),
        PACIFIC,
        List.of(),
        CLASSIC_ELECTIONS,
        List.of(),
        new MonMap.Stretch(false, "", List.of()),
        Optional.empty());
  }

  /**
   * Starts to build a monitor.
   *
   * @param id its name after {@code mon.}
   */
  public static MonitorBuilder builder(String id) {
    return new MonitorBuilder(id);
  }

  /** Returns the map of monitors: where this one listens, and what the cluster is called. */
  public MonMap map() {
    return map;
  }

  /** Returns where this monitor listens. */
  public EntityAddressVector addresses() {
    return messenger.addresses();
  }

  /** Returns what was counted so far. */
  public Counters counters() {
    return messenger.counters();
  }

  /** Returns what was agreed on with each client that is there now. */
  public List<ConnectionInfo> clients() {
    return handler.connections().stream().map(Connection::info).flatMap(Optional::stream).toList();
  }

  /** Cuts the connections of all clients, as a bad network would, and returns how many. */
  public int cutConnections() {
    int cut = 0;
    for (Connection connection : handler.connections()) {
      handler.forget(connection);
      connection.markDown();
      cut++;
    }
    return cut;
  }

  /** Closes all connections and stops. */
  @Override
  public void close() {
    messenger.close();
  }
}
