// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.ControlFrame;
import io.msgr2.session.AcceptingState.Arrived;

/**
 * An accepted session whose peer has said which session it wants, which may be one that exists
 * already (docs/protocol-notes.md, Identification). The owner looks for one by the peer's addresses
 * and calls {@link #begin} or {@link #meet}; nothing is received until then.
 *
 * <p>Belongs to the thread of its session, and is of no use any more when that has gone on.
 */
public final class Newcomer {
  /** How {@link #meet} went on. */
  public enum Meeting {
    /** The accepted session goes on by itself. */
    SETTLED,
    /** Its TCP connection belongs to the other session now, and it is over. */
    TAKEN_OVER,
    /** The other session is over: the owner has to look again. */
    LOOK_AGAIN
  }

  private final Session session;
  private final Arrived wanted;

  Newcomer(Session session, Arrived wanted) {
    this.session = session;
    this.wanted = wanted;
  }

  /** Returns the addresses of the peer, by which its session is known. */
  public EntityAddressVector addresses() {
    return wanted.addresses();
  }

  /**
   * Returns whether the session becomes the one of its peer if there is none, so that it has to be
   * found from then on.
   */
  public boolean claims() {
    return wanted instanceof Arrived.ToBegin;
  }

  /** Says that there is no existing session of the peer. */
  public void begin(long nowNanos) {
    if (session.awaitsLookup(wanted)) {
      decideAlone(nowNanos);
      session.goOn(nowNanos);
    }
  }

  /** Begins the session that the peer wants, unless it would have to go on with another one. */
  void decideAlone(long nowNanos) {
    if (wanted instanceof Arrived.ToBegin toBegin) {
      session.begin(toBegin, nowNanos);
    } else if (wanted instanceof Arrived.ToResume toResume) {
      session.refuse(toResume, new ControlFrame.SessionReset(true), nowNanos);
    }
  }

  /**
   * Decides what becomes of the session and of an existing one with the same peer.
   *
   * @param existing belongs to the same thread
   */
  public Meeting meet(Session existing, long nowNanos) {
    existing.giveUpClosing();
    if (existing.isOver()) {
      return Meeting.LOOK_AGAIN;
    }
    Encounter encounter = new Encounter(session, existing, nowNanos);
    Meeting meeting = Meeting.SETTLED;
    if (wanted instanceof Arrived.ToBegin toBegin) {
      meeting = encounter.begin(toBegin);
    } else if (wanted instanceof Arrived.ToResume toResume) {
      meeting = encounter.resume(toResume);
    }
    switch (meeting) {
      case SETTLED -> session.goOn(nowNanos);
      case TAKEN_OVER -> existing.goOn(nowNanos);
      case LOOK_AGAIN -> {}
    }
    return meeting;
  }
}
