// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import io.msgr2.address.EntityName;
import io.msgr2.frame.Role;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user of a messenger who counts what happens, and answers if it is to. */
final class Talker implements Application {
  static final int PING = 2;

  private final SimMessenger messenger;
  private final boolean echoes;
  private final List<SimConnection> connections = new ArrayList<>();
  private final List<SimConnection> ended = new ArrayList<>();
  private final List<String> events = new ArrayList<>();
  private final Map<SimConnection, Integer> session = new HashMap<>();
  private final List<Long> heard = new ArrayList<>();
  private int keepaliveAcks;

  private Talker(World world, MessengerSetup setup, boolean echoes) {
    this.echoes = echoes;
    this.messenger = world.start(setup.application(this));
  }

  static Talker start(World world, MessengerSetup setup) {
    return new Talker(world, setup, false);
  }

  /** Starts one that answers each message with a ping. */
  static Talker echoing(World world, MessengerSetup setup) {
    return new Talker(world, setup, true);
  }

  SimMessenger messenger() {
    return messenger;
  }

  /** Returns all connections there have been. */
  List<SimConnection> connections() {
    return connections;
  }

  /** Returns the connection that came last. */
  SimConnection last() {
    return connections.get(connections.size() - 1);
  }

  boolean hasEnded(SimConnection connection) {
    return ended.contains(connection);
  }

  /** Returns what the user was told, in Ceph's words, and forgets it. */
  List<String> takeEvents() {
    List<String> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  /** Returns how many messages came on a connection since its session began. */
  int sessionCount(SimConnection connection) {
    return session.getOrDefault(connection, 0);
  }

  /** Returns the transaction ids of all messages that came. */
  List<Long> heard() {
    return heard;
  }

  int keepaliveAcks() {
    return keepaliveAcks;
  }

  SimConnection dial(Talker peer) {
    return messenger.connect(
        EntityName.parse(peer.messenger.toString()).type(), peer.messenger.addresses());
  }

  static Message ping(long tid) {
    return ping(tid, Unpooled.EMPTY_BUFFER);
  }

  static Message ping(long tid, ByteBuf data) {
    return Message.builder(PING).tid(tid).data(data).build();
  }

  @Override
  public void created(SimConnection connection) {
    connections.add(connection);
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    if (event instanceof SessionEvent.Ready ready) {
      events.add(ready.info().role() == Role.CONNECTOR ? "connected" : "accepted");
    } else if (event instanceof SessionEvent.RemoteReset) {
      events.add("remote reset");
      session.remove(connection);
    } else if (event instanceof SessionEvent.Closed) {
      events.add("reset");
      session.remove(connection);
    } else if (event instanceof SessionEvent.KeepaliveAck) {
      keepaliveAcks++;
    } else if (event instanceof Message message) {
      session.merge(connection, 1, Integer::sum);
      heard.add(message.tid());
      if (echoes) {
        connection.send(ping(message.tid()));
      }
    }
  }

  @Override
  public void ended(SimConnection connection) {
    ended.add(connection);
  }
}
