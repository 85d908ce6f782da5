// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what has to arrive once the network is good again. What waits on a connection has to arrive
 * if either side will see to it:
 *
 * <ul>
 *   <li>the sender can dial the peer, which is where it was: it has a reason to, and goes on until
 *       it gets through;
 *   <li>the sender cannot, because of its policy or because the peer does not accept, but the peer
 *       has a connection to the sender that does not rest in standby;
 *   <li>the session is lossy and was ready: then either the messages get through or the connection
 *       ends.
 * </ul>
 */
final class Convergence {
  private final Ledger ledger;
  private final Collection<Participant> participants;

  Convergence(Ledger ledger, Collection<Participant> participants) {
    this.ledger = ledger;
    this.participants = participants;
  }

  /** Returns whether nothing has to arrive any more. */
  boolean isReached() {
    return ledger.undelivered() == 0 || late().isEmpty();
  }

  /** Returns the connections on which something has still to arrive. */
  List<Line> late() {
    return ledger.live().stream()
        .filter(line -> line.undelivered() > 0 && hasToArrive(line))
        .toList();
  }

  /** Returns what has still to arrive. */
  String describe() {
    return late().stream()
        .map(line -> line + " (" + line.connection().phase() + "): " + ledger.missing(line))
        .collect(Collectors.joining("; "));
  }

  private boolean hasToArrive(Line line) {
    if (line.isLossy()) {
      return true;
    }
    return line.peer()
        .map(peer -> reaches(peer) || ledger.live().stream().anyMatch(it -> comes(it, line)))
        .orElse(false);
  }

  /** Returns whether the owner of a connection gets through by itself. */
  private boolean reaches(Line.Peer peer) {
    return isDialled(peer)
        && participants.stream().anyMatch(it -> isAt(it, peer) && it.endpoint().accepts());
  }

  /** Returns whether another connection is the other side's of this one, and sees to it. */
  private boolean comes(Line other, Line line) {
    return line.isTo(other.owner())
        && other.isTo(line.owner())
        && participants.stream().anyMatch(it -> isAt(it, line.peer().orElseThrow()))
        && other.peer().filter(peer -> !peer.policy().standby() && reaches(peer)).isPresent();
  }

  private static boolean isDialled(Line.Peer peer) {
    return !peer.policy().server();
  }

  private static boolean isAt(Participant participant, Line.Peer peer) {
    return participant.endpoint().index() == peer.index()
        && participant.addresses().equals(peer.addresses());
  }
}
