// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Message;
import io.msgr2.session.Newcomer;
import io.msgr2.session.Phase;
import io.msgr2.session.Session;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionTable;
import io.msgr2.session.Transport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Does what the sessions of a messenger ask for: looks up, tells the user, dials, transmits. */
final class SessionDriver {
  private final SimMessenger messenger;
  private final Application application;
  private final FaultPoints faults;
  private final SessionTable<SimConnection> table = new SessionTable<>();
  private final Set<SimConnection> live = new LinkedHashSet<>();

  /** Sessions that are over, but have still to close TCP connections. */
  private final Set<SimConnection> lingering = new LinkedHashSet<>();

  private final List<String> leaks = new ArrayList<>();

  SessionDriver(SimMessenger messenger, Application application, FaultPoints faults) {
    this.messenger = messenger;
    this.application = application;
    this.faults = faults;
  }

  /** Returns the connections that are not over. */
  List<SimConnection> connections() {
    return List.copyOf(live);
  }

  /** Returns the connection that others to the same peer are given, too. */
  Optional<SimConnection> find(EntityAddressVector peer) {
    return table.find(peer);
  }

  void add(SimConnection connection) {
    live.add(connection);
    log().add(() -> connection + " " + connection.origin());
    application.created(connection);
  }

  void register(EntityAddressVector peer, SimConnection connection) {
    table.putIfAbsent(peer, connection);
    connection.registeredAs = Optional.of(peer);
  }

  /** Begins with a connection that came in. */
  void accepted(SimConnection connection, TcpEnd end) {
    Transport transport = connection.session().transport();
    SimChannel channel = new SimChannel(messenger, connection, transport);
    channel.attach(end);
    end.attach(channel);
    connection.channels.add(channel);
    transport.opened(messenger.nowNanos());
    turn(connection);
  }

  /** Lets everything go on that a fault point held up. */
  void unblock() {
    for (SimConnection connection : all()) {
      List.copyOf(connection.channels).forEach(SimChannel::unblock);
    }
  }

  /** Does everything that a session asks for, after anything has happened to it. */
  void turn(SimConnection connection) {
    connection.turnAgain = true;
    if (connection.inTurn) {
      return;
    }
    connection.inTurn = true;
    while (connection.turnAgain) {
      connection.turnAgain = false;
      connection.session().pump(messenger.nowNanos());
      lookUp(connection);
      tell(connection);
      dialIfAsked(connection);
      flush(connection);
    }
    connection.inTurn = false;
    arm(connection);
    if (connection.session().isOver()) {
      forget(connection);
    }
  }

  private List<SimConnection> all() {
    List<SimConnection> all = new ArrayList<>(live);
    all.addAll(lingering);
    return all;
  }

  /** Forgets everything, as a process does that ends; peers hear of it, or do not. */
  void die(boolean silently) {
    log().add(() -> messenger + " dies");
    for (SimConnection connection : all()) {
      connection.session().markDown();
      connection.session().release();
      connection.registeredAs.ifPresent(peer -> table.remove(peer, connection));
      connection.armedNanos = VirtualClock.NEVER;
      connection.channels.forEach(channel -> channel.kill(silently));
      connection.channels.clear();
    }
    live.clear();
    lingering.clear();
  }

  /** Returns what is left although everything was ended. */
  List<String> left() {
    List<String> left = new ArrayList<>(leaks);
    live.forEach(connection -> left.add(connection + " in " + connection.phase()));
    lingering.forEach(connection -> left.add("TCP connections of " + connection));
    table.all().forEach(connection -> left.add("table entry " + connection));
    return left;
  }

  private void lookUp(SimConnection connection) {
    Session session = connection.session();
    for (var next = session.newcomer(); next.isPresent(); next = session.newcomer()) {
      Newcomer newcomer = next.get();
      EntityAddressVector addresses = newcomer.addresses();
      Optional<SimConnection> existing =
          newcomer.claims() ? table.putIfAbsent(addresses, connection) : table.find(addresses);
      if (existing.isEmpty()) {
        if (newcomer.claims()) {
          connection.registeredAs = Optional.of(addresses);
        }
        newcomer.begin(messenger.nowNanos());
      } else {
        meet(connection, newcomer, existing.get());
      }
    }
  }

  private void meet(SimConnection connection, Newcomer newcomer, SimConnection existing) {
    Newcomer.Meeting meeting = newcomer.meet(existing.session(), messenger.nowNanos());
    log().add(() -> connection + " meets " + existing + ": " + meeting);
    if (meeting == Newcomer.Meeting.TAKEN_OVER) {
      connection.replaced = true;
      for (SimChannel channel : List.copyOf(connection.channels)) {
        if (channel.transport().session() == existing.session()) {
          connection.channels.remove(channel);
          existing.channels.add(channel);
          channel.passTo(existing);
        }
      }
    }
    turn(existing);
  }

  private void tell(SimConnection connection) {
    Session session = connection.session();
    for (var event = session.nextEvent(); event != null; event = session.nextEvent()) {
      tell(connection, event);
      if (event instanceof Message message) {
        message.release();
      }
    }
  }

  private void tell(SimConnection connection, SessionEvent event) {
    log().add(() -> connection + " " + event);
    if (event instanceof SessionEvent.Ready ready) {
      connection.info = Optional.of(ready.info());
    }
    if (!(event instanceof SessionEvent.Closed) || isNews(connection)) {
      application.happened(connection, event);
    }
  }

  /** Returns whether the end of a connection is worth telling. */
  private static boolean isNews(SimConnection connection) {
    boolean known =
        connection.origin() == SimConnection.Origin.DIALLED || connection.info.isPresent();
    return known && !connection.endedBySelf;
  }

  private void dialIfAsked(SimConnection connection) {
    Session session = connection.session();
    Transport transport = session.transport();
    if (transport == null
        || transport.role() != Role.CONNECTOR
        || transport == connection.dialled) {
      return;
    }
    connection.dialled = transport;
    SimChannel channel = new SimChannel(messenger, connection, transport);
    connection.channels.add(channel);
    Action action = faults.reached(session, Point.of(Step.SOCKET_CONNECTING));
    switch (action) {
      case CONTINUE -> messenger.open(channel);
      case FAULT -> {
        channel.failed("fault injected before the TCP connection", Network.ECONNREFUSED);
        connection.turnAgain = true;
      }
      case BLOCK, STALL -> log().add(() -> channel + " is held before it dials");
    }
  }

  private void flush(SimConnection connection) {
    Session session = connection.session();
    Phase phase = session.phase();
    Transport transport = session.transport();
    for (SimChannel channel : List.copyOf(connection.channels)) {
      if (channel.flush()) {
        connection.channels.remove(channel);
        channel.transport().release();
      }
    }
    if (session.phase() != phase || session.transport() != transport) {
      connection.turnAgain = true;
    }
  }

  /** Sets the alarm for the deadline, unless one goes off before it anyway. */
  private void arm(SimConnection connection) {
    long deadlineNanos = connection.session().deadlineNanos();
    if (deadlineNanos >= connection.armedNanos) {
      return;
    }
    connection.armedNanos = deadlineNanos;
    messenger
        .world()
        .clock()
        .at(
            deadlineNanos,
            () -> {
              if (connection.armedNanos == deadlineNanos) {
                connection.armedNanos = VirtualClock.NEVER;
                connection.session().deadlinePassed(messenger.nowNanos());
                turn(connection);
              }
            });
  }

  private void forget(SimConnection connection) {
    if (live.remove(connection)) {
      connection.registeredAs.ifPresent(peer -> table.remove(peer, connection));
      if (connection.session().deadlineNanos() != VirtualClock.NEVER) {
        leaks.add("timer of " + connection);
      }
      connection.session().release();
      lingering.add(connection);
      log().add(() -> connection + (connection.isReplaced() ? " was replaced" : " is over"));
      application.ended(connection);
    }
    if (connection.channels.isEmpty()) {
      lingering.remove(connection);
    }
  }

  private EventLog log() {
    return messenger.world().log();
  }
}
