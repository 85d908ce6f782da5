// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.session.Policy;
import io.msgr2.testkit.rig.SimConnection;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A connection of one messenger, as its application knows it. */
final class Line {
  /** What the application has heard last. */
  enum State {
    /** Nothing. */
    NEW,
    READY,
    INTERRUPTED,
    /** The peer has lost the session. */
    FORGOTTEN,
    OVER
  }

  /**
   * The other end.
   *
   * @param index which messenger it is
   * @param addresses where it was when the application heard of it last
   * @param policy how this side treats it
   * @param policyThere how it treats this side
   */
  record Peer(int index, EntityAddressVector addresses, Policy policy, Policy policyThere) {
    boolean bothCheckResets() {
      return policy.resetCheck() && policyThere.resetCheck();
    }
  }

  private final int owner;
  private final SimConnection connection;
  private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
  private final Map<Lane, Integer> received = new HashMap<>();
  private final ArrayDeque<Instant> keepalives = new ArrayDeque<>(0);
  private Optional<Peer> peer;
  private State state = State.NEW;
  private boolean wasReady;
  private boolean lossy;
  private boolean closing;
  private int undelivered;
  private int resets;
  private boolean ranOut;
  private long readyFirst;
  private long readySince;

  Line(int owner, SimConnection connection, Optional<Peer> peer) {
    this.owner = owner;
    this.connection = connection;
    this.peer = peer;
  }

  int owner() {
    return owner;
  }

  SimConnection connection() {
    return connection;
  }

  /** Returns the other end; of an accepted connection it is known only when that is ready. */
  Optional<Peer> peer() {
    return peer;
  }

  boolean isTo(int index) {
    return peer.isPresent() && peer.get().index() == index;
  }

  State state() {
    return state;
  }

  boolean isOver() {
    return state == State.OVER;
  }

  void enter(State newState) {
    state = newState;
  }

  void ready(Peer newPeer, boolean newLossy, long moment) {
    readyFirst = wasReady ? readyFirst : moment;
    readySince = moment;
    peer = Optional.of(newPeer);
    lossy = newLossy;
    wasReady = true;
    ranOut = false;
    state = State.READY;
  }

  /** Returns the moment at which the connection became ready for the first time. */
  long readyFirst() {
    return readyFirst;
  }

  /** Returns the moment at which the connection became ready for the last time. */
  long readySince() {
    return readySince;
  }

  boolean wasReady() {
    return wasReady;
  }

  /** Returns whether the session is known to end with its TCP connection. */
  boolean isLossy() {
    return lossy;
  }

  /** Returns whether this side is closing it. */
  boolean isClosing() {
    return closing;
  }

  void close() {
    closing = true;
  }

  Lane lane(int priority) {
    return lanes.computeIfAbsent(priority, key -> new Lane(this, key));
  }

  Iterable<Lane> lanes() {
    return lanes.values();
  }

  /** Returns the index of the message that has to be the next one, if any was received. */
  Optional<Integer> next(Lane lane) {
    return Optional.ofNullable(received.get(lane));
  }

  void received(Letter letter) {
    received.put(letter.lane(), letter.index() + 1);
  }

  /** Returns how many messages of this side are still to arrive. */
  int undelivered() {
    return undelivered;
  }

  void addUndelivered(int more) {
    undelivered += more;
  }

  /** Returns the times of keepalives that were not answered. */
  ArrayDeque<Instant> keepalives() {
    return keepalives;
  }

  /** Returns whether it ran out of attempts since it was ready. */
  boolean ranOut() {
    return ranOut;
  }

  void runOut() {
    ranOut = true;
  }

  /** Returns how often the peer has lost the session. */
  int resets() {
    return resets;
  }

  void countReset() {
    resets++;
  }

  @Override
  public String toString() {
    return connection.toString();
  }
}
