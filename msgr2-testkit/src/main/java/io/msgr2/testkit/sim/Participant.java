// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionEvent;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A messenger of a plan at work, with an application that tells the judge what it hears. */
final class Participant implements Application {
  // What Ceph's messengers add when they move.
  private static final long REBIND_NONCE_STEP = 1_000_000;
  private static final int REBIND_PORT_STEP = 2048;

  private final Endpoint endpoint;
  private final Plan plan;
  private final World world;
  private final Scene scene;
  private final Judge judge;
  private final Ledger ledger;
  private final Map<SimConnection, Line> lines = new LinkedHashMap<>();
  private Optional<SimMessenger> messenger = Optional.empty();
  private Optional<Line.Peer> dialled = Optional.empty();
  private EntityAddress address;

  Participant(Endpoint endpoint, Plan plan, World world, Scene scene, Judge judge, Ledger ledger) {
    this.endpoint = endpoint;
    this.plan = plan;
    this.world = world;
    this.scene = scene;
    this.judge = judge;
    this.ledger = ledger;
    this.address = EntityAddress.parse("v2:127.0.0.1:" + endpoint.port() + "/" + endpoint.nonce());
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns where others find it, or, if it does not accept, what they know it by. */
  EntityAddressVector addresses() {
    return EntityAddressVector.of(
        endpoint.accepts() ? address : EntityAddress.parse("any:127.0.0.1:0/" + address.nonce()));
  }

  /** Returns the messenger, unless it is not running. */
  Optional<SimMessenger> messenger() {
    return messenger;
  }

  void start() {
    if (messenger.isPresent()) {
      return;
    }
    MessengerSetup setup =
        MessengerSetup.of(endpoint.name())
            .protection(plan.protection())
            .revision(endpoint.revision())
            .timeouts(plan.timeouts())
            .faults(scene.mishaps(this))
            .application(this);
    if (endpoint.accepts()) {
      setup.bind(address.toString());
    } else {
      setup.nonce(address.nonce());
    }
    for (Endpoint other : plan.endpoints()) {
      plan.link(endpoint.index(), other.index())
          .ifPresent(link -> setup.policy(other.type(), link.at(endpoint.index())));
    }
    messenger = Optional.of(world.start(setup));
    scene.arrived(this);
  }

  /** Ends the process. */
  void stop(boolean silently, boolean newNonce) {
    messenger.ifPresent(it -> stop(it, silently));
    messenger = Optional.empty();
    if (newNonce) {
      address = address.withNonce(address.nonce() + Endpoint.NONCE_STEP);
    }
  }

  private void stop(SimMessenger running, boolean silently) {
    if (silently) {
      running.powerOff();
    } else {
      running.kill();
    }
    lines.values().forEach(ledger::over);
    lines.clear();
  }

  void rebind() {
    if (endpoint.accepts() && messenger.isPresent()) {
      address =
          address
              .withPort((address.port() + REBIND_PORT_STEP) % (1 << Character.SIZE))
              .withNonce(address.nonce() + REBIND_NONCE_STEP);
      messenger.get().rebind(address);
    }
  }

  void loseConnections() {
    messenger.ifPresent(SimMessenger::loseConnections);
  }

  /** Returns the connection to another one: the one that there is, or, if possible, a new one. */
  Optional<Line> dial(Participant peer) {
    return line(peer).or(() -> connect(peer));
  }

  void send(Participant peer, long number, int priority, int bytes) {
    dial(peer).ifPresent(line -> send(line, number, priority, bytes));
  }

  void send(Line line, long number, int priority, int bytes) {
    SimConnection connection = line.connection();
    world.log().add(() -> line + " is to send " + number + ", priority " + priority);
    Message message = Letter.message(number, priority, bytes, connection.messenger().allocator());
    // It may arrive before send returns, and has to be known by then.
    Letter letter = judge.sent(line, priority, number, bytes);
    if (!connection.send(message)) {
      judge.refused(letter);
    }
  }

  void keepalive(Participant peer) {
    dial(peer).ifPresent(this::keepalive);
  }

  private void keepalive(Line line) {
    Instant stamp = Instant.EPOCH.plusNanos(Math.round(world.clock().elapsedMs() * 1e6) + 1);
    line.keepalives().add(stamp);
    line.connection().keepalive(stamp);
  }

  void markDown(Participant peer) {
    line(peer).ifPresent(line -> line.connection().markDown());
  }

  void close(Participant peer) {
    line(peer).ifPresent(this::close);
  }

  void close(Line line) {
    world.log().add(() -> line + " is closed");
    line.close();
    line.connection().close();
  }

  List<Line> lines() {
    return new ArrayList<>(lines.values());
  }

  @Override
  public void created(SimConnection connection) {
    boolean isDialled = connection.origin() == SimConnection.Origin.DIALLED;
    Line line = new Line(endpoint.index(), connection, isDialled ? dialled : Optional.empty());
    lines.put(connection, line);
    ledger.add(line);
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    Line line = lines.get(connection);
    if (event instanceof SessionEvent.Ready ready) {
      judge.ready(line, peer(ready.info()), ready);
    } else {
      judge.heard(line, event);
    }
    if (event instanceof Message message && scene.isAnswered(message.tid())) {
      send(line, scene.answerTo(message.tid()), message.priority(), (int) message.payloadBytes());
    }
  }

  @Override
  public void ended(SimConnection connection) {
    judge.over(lines.remove(connection));
  }

  private Optional<Line> line(Participant peer) {
    return lines.values().stream()
        .filter(line -> line.isTo(peer.endpoint.index()) && !line.isOver() && !line.isClosing())
        .reduce((older, newer) -> newer);
  }

  private Optional<Line> connect(Participant peer) {
    if (messenger.isEmpty() || !peer.endpoint.accepts() || policy(peer).isEmpty()) {
      return Optional.empty();
    }
    dialled = Optional.of(peer(peer.endpoint.index(), peer.addresses()));
    SimConnection connection = messenger.get().connect(peer.endpoint.type(), peer.addresses());
    return Optional.ofNullable(lines.get(connection)).filter(line -> !line.isClosing());
  }

  /** Returns how a peer is treated that this side may dial. */
  private Optional<Policy> policy(Participant peer) {
    return plan.link(endpoint.index(), peer.endpoint.index())
        .map(link -> link.at(endpoint.index()))
        .filter(policy -> !policy.server());
  }

  private Line.Peer peer(ConnectionInfo info) {
    return peer(Endpoint.indexOf(info.peer().type()), info.peerAddresses());
  }

  private Line.Peer peer(int index, EntityAddressVector at) {
    int self = endpoint.index();
    return new Line.Peer(index, at, plan.policy(self, index), plan.policy(index, self));
  }

  @Override
  public String toString() {
    return endpoint.name();
  }
}
