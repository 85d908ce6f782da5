// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.session.Phase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has happened so far, as far as it matters for what may happen. */
final class Ledger {
  private record Lost(int owner, EntityAddressVector peer, long readyFirst, long moment) {}

  private final Map<Long, Letter> letters = new HashMap<>();
  private final Set<Line> live = new LinkedHashSet<>();
  private final List<Lost> lost = new ArrayList<>();
  private final int[][] losses = new int[Endpoint.MAX][Endpoint.MAX];
  private int undelivered;
  private int attempts;
  private long moments;

  void add(Line line) {
    live.add(line);
    attempts++;
  }

  void add(Letter letter) {
    letters.put(letter.number(), letter);
    owe(letter.lane().sender(), 1);
  }

  /** The message was not taken. */
  void withdraw(Letter letter) {
    letters.remove(letter.number());
    letter.lane().letters().remove(letter);
    if (!letter.lane().sender().isOver()) {
      owe(letter.lane().sender(), -1);
    }
  }

  /** Returns the message with a number, or null. */
  Letter letter(long number) {
    return letters.get(number);
  }

  /** Returns the connections that are not over. */
  Collection<Line> live() {
    return List.copyOf(live);
  }

  /** Returns how many messages of connections that are not over are still to arrive. */
  int undelivered() {
    return undelivered;
  }

  /** Returns a number that is greater than all before: time, in which no two things coincide. */
  long nextMoment() {
    return ++moments;
  }

  /** Returns about how many attempts to connect there were, and certainly not fewer. */
  int attempts() {
    return attempts;
  }

  void countAttempt() {
    attempts++;
  }

  void delivered(Letter letter, Line line) {
    Lane lane = letter.lane();
    if (line.next(lane).isEmpty()) {
      lane.receivers().add(line);
    }
    line.received(letter);
    lane.arrived(letter);
    if (!letter.isDelivered()) {
      letter.deliver();
      if (!lane.sender().isOver()) {
        owe(lane.sender(), -1);
      }
    }
  }

  /** The sender was told that nothing is known of what it has sent so far. */
  void drop(Line line) {
    long moment = nextMoment();
    for (Lane lane : line.lanes()) {
      lane.letters().forEach(letter -> letter.drop(moment));
    }
    owe(line, -line.undelivered());
  }

  /** A connection is over. */
  void over(Line line) {
    if (live.remove(line)) {
      owe(line, -line.undelivered());
      line.enter(Line.State.OVER);
      line.peer().ifPresent(peer -> countLoss(line, peer));
    }
  }

  private void countLoss(Line line, Line.Peer peer) {
    losses[line.owner()][peer.index()]++;
    if (line.wasReady()) {
      lost.add(new Lost(line.owner(), peer.addresses(), line.readyFirst(), nextMoment()));
    }
  }

  /** Returns whether the peer's side of a connection is in a phase. */
  boolean peerIs(Phase phase, Line line) {
    return live.stream()
        .anyMatch(
            other ->
                other.isTo(line.owner())
                    && line.isTo(other.owner())
                    && other.connection().phase() == phase);
  }

  /**
   * Returns whether a messenger has lost, after the given moment, a connection to an address that
   * was ready before it.
   */
  boolean hasLost(int owner, EntityAddressVector peer, long moment) {
    return lost.stream()
        .anyMatch(
            it ->
                it.owner == owner
                    && it.peer.equals(peer)
                    && it.readyFirst < moment
                    && it.moment > moment);
  }

  /** Returns how many connections to another one a messenger has lost. */
  int losses(int owner, int peer) {
    return losses[owner][peer];
  }

  /** Returns what is still to arrive, for somebody to read. */
  List<Letter> missing(Line line) {
    List<Letter> missing = new ArrayList<>();
    for (Lane lane : line.lanes()) {
      lane.letters().stream()
          .filter(letter -> !letter.isDelivered() && !letter.isDropped())
          .forEach(missing::add);
    }
    return missing;
  }

  private void owe(Line line, int more) {
    line.addUndelivered(more);
    undelivered += more;
  }
}
