// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Message;
import io.msgr2.session.Phase;
import io.msgr2.session.Session;
import io.msgr2.session.SessionConfig;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionTable;
import io.msgr2.session.Transport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A messenger in a {@link World}: it drives sessions as a messenger with sockets and threads does.
 * All its memory comes from an allocator of its own, which has to be empty in the end.
 */
public final class SimMessenger {
  private static final boolean TRACK = Boolean.getBoolean("msgr2.rig.trackBuffers");
  private static final int FIRST_EPHEMERAL_PORT = 32_768;
  private static final int EPHEMERAL_PORTS = 28_000;

  private final World world;
  private final Host host;
  private final Application application;
  private final AuthClient client;
  private final AuthServer server;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, !TRACK);
  private final SessionTable<SimConnection> table = new SessionTable<>();
  private final Set<SimConnection> live = new LinkedHashSet<>();

  /** Sessions that are over, but have still to close TCP connections. */
  private final Set<SimConnection> lingering = new LinkedHashSet<>();

  private SessionConfig config;
  private int created;

  SimMessenger(World world, MessengerSetup setup) {
    this.world = world;
    this.host = new Host(setup.name().toString());
    this.application = setup.application();
    this.client = setup.authClient();
    this.server = setup.authServer();
    this.config = setup.config(world.random()::nextLong, allocator);
    listen();
  }

  /** Returns where this messenger is in the network. */
  public Host host() {
    return host;
  }

  /** Returns where this side accepts; empty for one that does not. */
  public EntityAddressVector addresses() {
    return config.addresses();
  }

  /** Returns where buffers of this messenger come from. */
  public ByteBufAllocator allocator() {
    return allocator;
  }

  /** Returns the connections that are not over, in the order in which they came about. */
  public List<SimConnection> connections() {
    return List.copyOf(live);
  }

  /** Returns how much memory is in use that came from the allocator. */
  public long memoryBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** Returns how many connections there have been. */
  public int created() {
    return created;
  }

  /** Returns the connection to a peer: the one that exists, or a new one. */
  public SimConnection connect(EntityType peer, EntityAddressVector addresses) {
    return table.find(addresses).orElseGet(() -> register(addresses, dial(peer, addresses)));
  }

  /** Returns a new connection, which is not the one that others to the same peer are given. */
  public SimConnection connectAnonymously(EntityType peer, EntityAddressVector addresses) {
    SimConnection connection = dial(peer, addresses);
    turn(connection);
    return connection;
  }

  /** Ends all connections at once. */
  public void markDownAll() {
    connections().forEach(this::markDown);
  }

  /** Ends all connections and accepts at another address from now on. */
  public void rebind(EntityAddress address) {
    markDownAll();
    unlisten();
    config = config.withAddresses(EntityAddressVector.of(address));
    listen();
  }

  /** Breaks all TCP connections; the sessions go on as they may. */
  public void loseConnections() {
    for (TcpConnection connection : world.network().connections()) {
      if (connection.dialler().host() == host || connection.acceptor().host() == host) {
        connection.cut();
      }
    }
  }

  /**
   * Ends the process, which tells nobody; the operating system closes the TCP connections. Another
   * messenger can start at the same address.
   */
  public void kill() {
    die(false);
  }

  /** The same, but the whole machine goes, so that peers do not even hear of closed connections. */
  public void powerOff() {
    die(true);
  }

  /** Lets everything go on that a fault point held up. */
  public void unblock() {
    for (SimConnection connection : connections()) {
      List.copyOf(connection.channels).forEach(SimChannel::unblock);
    }
  }

  @Override
  public String toString() {
    return host.toString();
  }

  World world() {
    return world;
  }

  long nowNanos() {
    return world.clock().nowNanos();
  }

  boolean send(SimConnection connection, Message message) {
    boolean taken = connection.session().send(message, nowNanos());
    turn(connection);
    return taken;
  }

  void keepalive(SimConnection connection, Instant stamp) {
    connection.session().keepalive(stamp, nowNanos());
    turn(connection);
  }

  void close(SimConnection connection) {
    connection.endedBySelf = true;
    connection.session().close(nowNanos());
    turn(connection);
  }

  void markDown(SimConnection connection) {
    world.log().add(() -> connection + " is marked down");
    connection.endedBySelf = true;
    connection.session().markDown();
    turn(connection);
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
      connection.session().pump(nowNanos());
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

  /** Opens the TCP connection of a channel. */
  void open(SimChannel channel) {
    Transport transport = channel.transport();
    world.log().add(() -> channel.owner() + " dials " + transport.peer());
    channel.attach(world.network().connect(host, transport.peer(), channel));
  }

  /** Returns what is left of a messenger that has ended everything. */
  List<String> shutDown() {
    die(true);
    List<String> left = new ArrayList<>();
    if (memoryBytes() != 0) {
      left.add(memoryBytes() + " bytes of " + this);
    }
    table.all().forEach(connection -> left.add("table entry " + connection));
    return left;
  }

  private void listen() {
    if (!addresses().isEmpty()) {
      world.network().listen(host, addresses().msgr2(), this::accept);
    }
  }

  private void unlisten() {
    if (!addresses().isEmpty()) {
      world.network().unlisten(host, addresses().msgr2());
    }
  }

  private SimConnection dial(EntityType peer, EntityAddressVector addresses) {
    return add(
        SimConnection.Origin.DIALLED,
        Session.connector(config, peer, addresses, client, nowNanos()));
  }

  private SimConnection register(EntityAddressVector peer, SimConnection connection) {
    table.putIfAbsent(peer, connection);
    connection.registeredAs = Optional.of(peer);
    turn(connection);
    return connection;
  }

  private void accept(TcpEnd end) {
    int port = FIRST_EPHEMERAL_PORT + created % EPHEMERAL_PORTS;
    EntityAddress from = EntityAddress.parse("v2:127.0.0.1:" + port + "/0");
    Session session = Session.acceptor(config, from, server, Optional.of(client), nowNanos());
    SimConnection connection = add(SimConnection.Origin.ACCEPTED, session);
    config.faults().reached(session, Point.of(Step.SOCKET_ACCEPTED));
    if (session.transport() == null) {
      // Its first word was a fault.
      end.close();
    } else {
      SimChannel channel = new SimChannel(this, connection, session.transport());
      channel.attach(end);
      end.attach(channel);
      connection.channels.add(channel);
    }
    turn(connection);
  }

  private SimConnection add(SimConnection.Origin origin, Session session) {
    SimConnection connection = new SimConnection(this, created++, origin, session);
    live.add(connection);
    world.log().add(() -> connection + " " + origin);
    application.created(connection);
    return connection;
  }

  private void lookUp(SimConnection connection) {
    Session session = connection.session();
    for (var peer = session.awaitsLookup(); peer.isPresent(); peer = session.awaitsLookup()) {
      EntityAddressVector addresses = peer.get();
      Optional<SimConnection> existing =
          session.claims() ? table.putIfAbsent(addresses, connection) : table.find(addresses);
      if (existing.isEmpty()) {
        if (session.claims()) {
          connection.registeredAs = peer;
        }
        session.begin(nowNanos());
      } else {
        meet(connection, existing.get());
      }
    }
  }

  private void meet(SimConnection newcomer, SimConnection existing) {
    Session.Meeting meeting = newcomer.session().meet(existing.session(), nowNanos());
    world.log().add(() -> newcomer + " meets " + existing + ": " + meeting);
    if (meeting == Session.Meeting.TAKEN_OVER) {
      newcomer.replaced = true;
      for (SimChannel channel : List.copyOf(newcomer.channels)) {
        if (channel.transport().session() == existing.session()) {
          newcomer.channels.remove(channel);
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
    world.log().add(() -> connection + " " + event);
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
    SimChannel channel = new SimChannel(this, connection, transport);
    connection.channels.add(channel);
    Action action = config.faults().reached(session, Point.of(Step.SOCKET_CONNECTING));
    switch (action) {
      case CONTINUE -> open(channel);
      case FAULT -> {
        channel.failed("fault injected before the TCP connection", Network.ECONNREFUSED);
        connection.turnAgain = true;
      }
      case BLOCK, STALL -> world.log().add(() -> channel + " is held before it dials");
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
    world
        .clock()
        .at(
            deadlineNanos,
            () -> {
              if (connection.armedNanos == deadlineNanos) {
                connection.armedNanos = VirtualClock.NEVER;
                connection.session().deadlinePassed(nowNanos());
                turn(connection);
              }
            });
  }

  private void forget(SimConnection connection) {
    if (live.remove(connection)) {
      connection.registeredAs.ifPresent(peer -> table.remove(peer, connection));
      connection.session().release();
      lingering.add(connection);
      world.log().add(() -> connection + (connection.isReplaced() ? " was replaced" : " is over"));
      application.ended(connection);
    }
    if (connection.channels.isEmpty()) {
      lingering.remove(connection);
    }
  }

  private void die(boolean silently) {
    world.log().add(() -> this + " dies");
    unlisten();
    List<SimConnection> all = new ArrayList<>(live);
    all.addAll(lingering);
    for (SimConnection connection : all) {
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
}
