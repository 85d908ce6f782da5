// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.codec.Violation;
import io.msgr2.session.Message;
import io.msgr2.session.Phase;
import io.msgr2.session.Policy;
import io.msgr2.session.Session;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import io.msgr2.testkit.rig.VirtualClock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Says whether what applications hear is right. It knows what was sent, what was done to the
 * messengers, and what their policies promise; it knows nothing of how they keep it.
 *
 * <p>A message is judged by the connection on which it was sent and by its priority: together a
 * <em>lane</em>. What is promised:
 *
 * <ol>
 *   <li><b>Order.</b> On each receiving connection the messages of a lane arrive in the order in
 *       which they were sent, without gaps. A gap is right only where the sender was told of a
 *       remote reset after it had sent what is missing.
 *   <li><b>Priority.</b> No message arrives before one of higher priority that was sent earlier on
 *       the same connection.
 *   <li><b>Once.</b> No message arrives twice on the same connection. It may arrive again on
 *       another one only if all of this holds: the session is lossless; the receiver has lost all
 *       connections on which messages of the lane came before (it marked them down, closed them,
 *       gave up, or was restarted), so that it cannot know what it had received and not yet
 *       acknowledged; and not both sides check for resets, since then the sender would have dropped
 *       its messages, and said so, when the receiver came back without the session.
 *   <li><b>Nothing is lost.</b> A message that was accepted for sending arrives, or the sender
 *       hears of a remote reset, or of the end of the connection, or ends it itself. This goes for
 *       lossy sessions too: what can be lost is lost together with the connection.
 *   <li><b>What was dropped is not sent again.</b> What was sent before a remote reset does not
 *       arrive on a connection that became ready after it.
 *   <li><b>Remote resets have a cause.</b> There are no more of them than both sides have lost
 *       connections to each other. Losses of the side that is reset count, because an attempt to
 *       connect that was under way, be it that of a process which is no more, may still reach the
 *       peer, and take the place of what both have agreed on since.
 *   <li><b>No reset is missed.</b> If both sides check for resets, and one of them loses a
 *       connection that was ready before the other one's was, the other one is told of a remote
 *       reset before its own is ready anew. (Of a connection that became ready later the other one
 *       may know nothing: then it goes on where its own beginning was interrupted.)
 *   <li><b>Ends have a cause.</b> A connection ends by itself only if it is lossy and was ready, or
 *       if its policy gives up.
 *   <li><b>Events come in order.</b> Ready comes first; messages and answers to keepalives come
 *       only while ready; a session is resumed only if it was ready before, and no remote reset
 *       came in between; a lossy session is never interrupted once it was ready; keepalives are
 *       answered in order, at most once. After the end, and after mark down, nothing comes.
 *   <li><b>Honest peers do not offend.</b> No failure is a violation of the protocol, or internal.
 *       With one exception: when both dial at the same moment, each attempt to go on with the
 *       session may be overtaken by the other side's, until they run out of attempts.
 *   <li><b>Counts are honest.</b> An event that tells how many messages are dropped counts at least
 *       those that did not arrive.
 *   <li><b>Nothing is sent in vain.</b> No session has to drop messages that it has had already:
 *       peers that go on with a session tell each other first how far they got.
 * </ol>
 */
final class Judge {
  private final Ledger ledger;

  Judge(Ledger ledger) {
    this.ledger = ledger;
  }

  /** A message is handed to a connection. */
  Letter sent(Line line, int priority, long number, int bytes) {
    Letter letter = line.lane(priority).add(number, bytes, ledger.nextMoment());
    ledger.add(letter);
    return letter;
  }

  /** The connection did not take a message that it was handed. */
  void refused(Letter letter) {
    Line line = letter.lane().sender();
    require(
        line.isClosing() || line.connection().session().isOver(),
        () -> line + " did not take " + letter);
    ledger.withdraw(letter);
  }

  /** An application was told something else than that a connection is ready. */
  void heard(Line line, SessionEvent event) {
    if (event instanceof Message message) {
      received(line, message);
    } else if (event instanceof SessionEvent.KeepaliveAck ack) {
      answered(line, ack.stamp());
    } else if (event instanceof SessionEvent.Interrupted interrupted) {
      interrupted(line, interrupted.why());
    } else if (event instanceof SessionEvent.RemoteReset reset) {
      forgotten(line, reset.dropped());
    } else if (event instanceof SessionEvent.Closed closed) {
      ended(line, closed);
    }
  }

  /** An application was told that a connection is ready. */
  void ready(Line line, Line.Peer peer, SessionEvent.Ready ready) {
    require(!line.isOver(), () -> line + " was ready after its end");
    require(!line.isLossy(), () -> line + " is lossy, and was ready twice");
    require(
        !ready.resumed()
            || line.state() == Line.State.READY
            || line.state() == Line.State.INTERRUPTED,
        () -> line + " resumed what was not there, while " + line.state());
    require(
        ready.resumed()
            || line.state() == Line.State.NEW
            || line.state() == Line.State.FORGOTTEN
            || !peer.bothCheckResets()
            || !ledger.hasLost(peer.index(), ready.info().localAddresses(), line.readySince()),
        () -> line + " began anew, and was not told that the peer had lost the session");
    ledger.countAttempt();
    line.ready(peer, ready.info().lossy(), ledger.nextMoment());
  }

  private void received(Line line, Message message) {
    require(
        line.state() == Line.State.READY,
        () -> line + " received " + message + " while " + line.state());
    Letter letter = ledger.letter(message.tid());
    require(
        letter != null && letter.is(message),
        () -> line + " received " + message + ", which nobody sent");
    Line sender = letter.lane().sender();
    require(
        line.isTo(sender.owner()) && sender.isTo(line.owner()),
        () -> letter + " arrived at " + line + ", which it was not for");
    require(
        letter.droppedAt() > line.readySince(),
        () -> letter + " was sent again after a remote reset");
    int expected = line.next(letter.lane()).orElseGet(() -> firstOn(line, letter));
    require(
        letter.index() >= expected, () -> letter + " arrived at " + line + " for the second time");
    for (Letter missing : letter.lane().letters().subList(expected, letter.index())) {
      require(missing.isDropped(), () -> letter + " arrived at " + line + ", but not " + missing);
    }
    for (Lane lane : sender.lanes()) {
      if (lane.priority() > letter.lane().priority()) {
        lane.firstMissingBefore(letter.sentAt())
            .ifPresent(
                urgent -> {
                  throw new BrokenPromise(letter + " overtook " + urgent);
                });
      }
    }
    ledger.delivered(letter, line);
  }

  /** Returns which message of a lane has to be the first one on another connection. */
  private int firstOn(Line line, Letter letter) {
    Lane lane = letter.lane();
    if (letter.index() >= lane.furthest()) {
      return lane.furthest();
    }
    require(!lane.sender().isLossy(), () -> letter + " arrived twice in a lossy session");
    require(
        lane.receivers().stream().allMatch(Line::isOver),
        () -> letter + " arrived twice, at " + line + " and at " + lane.receivers());
    Line.Peer peer = line.peer().orElseThrow();
    require(
        !peer.bothCheckResets(),
        () -> letter + " arrived twice, and nobody noticed that " + line + " had lost the session");
    return letter.index();
  }

  /** A connection is over, for whatever reason. */
  void over(Line line) {
    Session session = line.connection().session();
    require(
        session.deadlineNanos() == VirtualClock.NEVER, () -> line + " is over, and has a timer");
    require(session.duplicates() == 0, () -> line + " was sent what it had had already");
    ledger.over(line);
  }

  private void answered(Line line, Instant stamp) {
    require(
        line.state() == Line.State.READY, () -> line + " heard of an answer while " + line.state());
    while (!line.keepalives().isEmpty() && line.keepalives().peek().isBefore(stamp)) {
      line.keepalives().remove();
    }
    require(
        stamp.equals(line.keepalives().poll()),
        () -> line + " heard an answer to what it had not asked: " + stamp);
  }

  private void interrupted(Line line, SessionFailure why) {
    requireHonest(line, why);
    require(!line.isOver(), () -> line + " was interrupted after its end");
    require(!line.isLossy(), () -> line + " is lossy, and was only interrupted");
    ledger.countAttempt();
    if (line.state() == Line.State.READY) {
      line.enter(Line.State.INTERRUPTED);
    }
  }

  private void forgotten(Line line, int dropped) {
    require(
        line.state() == Line.State.READY || line.state() == Line.State.INTERRUPTED,
        () -> line + " was reset while " + line.state());
    require(
        dropped >= line.undelivered(),
        () -> line + " dropped " + dropped + ", but " + line.undelivered() + " did not arrive");
    line.countReset();
    int peer = line.peer().orElseThrow().index();
    int causes = ledger.losses(peer, line.owner()) + ledger.losses(line.owner(), peer);
    require(line.resets() <= causes, () -> line + " was reset, though nothing was lost");
    line.enter(Line.State.FORGOTTEN);
    ledger.drop(line);
  }

  private void ended(Line line, SessionEvent.Closed closed) {
    requireHonest(line, closed.why());
    require(!line.isOver(), () -> line + " ended twice");
    Policy policy = line.peer().orElseThrow().policy();
    require(
        line.isLossy() && line.wasReady() || policy.giveUpMs() != Policy.NEVER,
        () -> line + " ended by itself: " + closed.why());
    require(
        line.isLossy() || closed.undelivered() >= line.undelivered(),
        () -> line + " counts " + closed.undelivered() + " of " + line.undelivered() + " dropped");
    ledger.over(line);
  }

  private void requireHonest(Line line, SessionFailure why) {
    if (why.violation().equals(Optional.of(Violation.IDENT_TOO_MANY_ATTEMPTS))) {
      // Who runs out first is told first, and may rest already.
      boolean crossed =
          ledger.peerIs(Phase.CONNECTING, line)
              || ledger.peerIs(Phase.WAIT, line) && !line.ranOut();
      line.runOut();
      require(crossed, () -> line + " ran out of attempts: " + why);
      return;
    }
    Set<SessionFailure.Kind> natural =
        Set.of(
            SessionFailure.Kind.CLOSED,
            SessionFailure.Kind.UNREACHABLE,
            SessionFailure.Kind.DISCONNECTED,
            SessionFailure.Kind.TIMEOUT);
    require(natural.contains(why.kind()), () -> line + " failed: " + why);
  }

  private static void require(boolean condition, Supplier<String> otherwise) {
    if (!condition) {
      throw new BrokenPromise(otherwise.get());
    }
  }
}
