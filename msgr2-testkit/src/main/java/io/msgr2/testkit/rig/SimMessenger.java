// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Message;
import io.msgr2.session.Session;
import io.msgr2.session.SessionConfig;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
  private final AuthClient client;
  private final AuthServer server;
  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, !TRACK);
  private final SessionDriver driver;
  private SessionConfig config;
  private int created;

  SimMessenger(World world, MessengerSetup setup) {
    this.world = world;
    this.host = new Host(setup.name().toString());
    this.client = setup.authClient();
    this.server = setup.authServer();
    this.config = setup.config(world.random()::nextLong, allocator);
    this.driver = new SessionDriver(this, setup.application(), config.faults());
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
    return driver.connections();
  }

  /** Returns how much memory is in use that came from the allocator. */
  public long memoryBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  /** Returns the connection to a peer: the one that exists, or a new one. */
  public SimConnection connect(EntityType peer, EntityAddressVector addresses) {
    return driver.find(addresses).orElseGet(() -> dialRegistered(peer, addresses));
  }

  /** Returns a new connection, which is not the one that others to the same peer are given. */
  public SimConnection connectAnonymously(EntityType peer, EntityAddressVector addresses) {
    SimConnection connection = dial(peer, addresses);
    driver.turn(connection);
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
    unlisten();
    driver.die(false);
  }

  /** The same, but the whole machine goes, so that peers do not even hear of closed connections. */
  public void powerOff() {
    unlisten();
    driver.die(true);
  }

  /** Lets everything go on that a fault point held up. */
  public void unblock() {
    driver.unblock();
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

  /** Does everything that a session asks for, after anything has happened to it. */
  void turn(SimConnection connection) {
    driver.turn(connection);
  }

  /** Opens the TCP connection of a channel. */
  void open(SimChannel channel) {
    world.log().add(() -> channel.owner() + " dials " + channel.transport().peer());
    channel.attach(world.network().connect(host, channel.transport().peer(), channel));
  }

  boolean send(SimConnection connection, Message message) {
    boolean taken = connection.session().send(message, nowNanos());
    driver.turn(connection);
    return taken;
  }

  void keepalive(SimConnection connection, Instant stamp) {
    connection.session().keepalive(stamp, nowNanos());
    driver.turn(connection);
  }

  void close(SimConnection connection) {
    connection.endedBySelf = true;
    connection.session().close(nowNanos());
    driver.turn(connection);
  }

  void markDown(SimConnection connection) {
    world.log().add(() -> connection + " is marked down");
    connection.endedBySelf = true;
    connection.session().markDown();
    driver.turn(connection);
  }

  /** Returns what is left of a messenger that has ended everything. */
  List<String> shutDown() {
    List<String> left = driver.left();
    powerOff();
    if (memoryBytes() != 0) {
      left.add(memoryBytes() + " bytes of " + this);
    }
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

  private SimConnection dialRegistered(EntityType peer, EntityAddressVector addresses) {
    SimConnection connection = dial(peer, addresses);
    driver.register(addresses, connection);
    driver.turn(connection);
    return connection;
  }

  private void accept(TcpEnd end) {
    int port = FIRST_EPHEMERAL_PORT + created % EPHEMERAL_PORTS;
    EntityAddress from = EntityAddress.parse("v2:127.0.0.1:" + port + "/0");
    Session session = Session.acceptor(config, from, server, Optional.of(client), nowNanos());
    SimConnection connection = add(SimConnection.Origin.ACCEPTED, session);
    config.faults().reached(session, Point.of(Step.SOCKET_ACCEPTED));
    driver.accepted(connection, end);
  }

  private SimConnection add(SimConnection.Origin origin, Session session) {
    SimConnection connection = new SimConnection(this, created++, origin, session);
    driver.add(connection);
    return connection;
  }
}
