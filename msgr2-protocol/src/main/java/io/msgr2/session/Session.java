// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Authenticated;
import io.msgr2.handshake.Handshake;
import io.msgr2.session.AcceptingState.Arrived;
import io.msgr2.session.SessionFailure.Kind;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.Optional;

/**
 * One side of a session with one peer, over any number of TCP connections, without a network, a
 * clock or a thread: what happens is passed in, what is to be done is taken out.
 *
 * <ul>
 *   <li>In: {@link #send}, {@link #keepalive}, {@link #close}, {@link #markDown} from the user,
 *       {@link #deadlinePassed} from the clock, and what its {@link Transport} is told.
 *   <li>Out, to be looked at after every call: {@link #transport}, {@link #nextEvent} to tell the
 *       user, {@link #deadlineNanos} to be woken at, and {@link #newcomer}.
 * </ul>
 *
 * <p>Not safe for use by several threads: two sessions that meet belong to the same one. Times are
 * those of a clock that never goes back, in nanoseconds.
 */
public final class Session {
  static final long NEVER = Long.MAX_VALUE;

  private static final long NANOS_PER_MS = 1_000_000;

  private final SessionContext context;
  private final Optional<AuthClient> auth;
  private final Attempts attempts;
  private Optional<SessionPeer> peer;
  private Transport transport;
  private SessionState state;
  private Runnable onRoom = () -> {};
  private long deadlineNanos = NEVER;
  private long phaseSinceNanos;

  private Session(
      SessionConfig config, Optional<AuthClient> auth, Optional<SessionPeer> peer, long nowNanos) {
    this.context = new SessionContext(config);
    this.auth = auth;
    this.peer = peer;
    this.attempts = new Attempts(config, nowNanos);
  }

  /**
   * Returns the connecting side of a session; the owner dials its transport.
   *
   * @param peer the type of the entity that is dialled
   * @param addresses its addresses, exactly as the peer announces them; the msgr2 one is dialled
   * @param nowNanos the time from which the deadline of the TCP connection counts
   */
  public static Session connector(
      SessionConfig config,
      EntityType peer,
      EntityAddressVector addresses,
      AuthClient auth,
      long nowNanos) {
    Policy policy = config.policies().apply(peer);
    Optional<AuthClient> client = Optional.of(auth);
    var dialled = new SessionPeer(peer, addresses, policy, client, Optional.empty());
    Session session = new Session(config, client, Optional.of(dialled), nowNanos);
    session.context.identity().startOver(policy.lossy(), config.random());
    session.dial(nowNanos);
    return session;
  }

  /**
   * Returns the accepting side of a session, whose transport the owner says to be opened.
   *
   * @param peerAddress where the TCP connection comes from
   * @param client how this side authenticates if it has to dial the peer to go on with the session;
   *     without, it leaves that to the peer
   * @param nowNanos the time from which the deadline of the handshake counts
   */
  public static Session acceptor(
      SessionConfig config,
      EntityAddress peerAddress,
      AuthServer auth,
      Optional<AuthClient> client,
      long nowNanos) {
    Session session = new Session(config, client, Optional.empty(), nowNanos);
    session.transport = new Transport(session, Role.ACCEPTOR, peerAddress, config);
    Handshake handshake =
        Handshake.acceptor(
            session.transport.wire(),
            config.banner(),
            config.self().type(),
            peerAddress,
            auth,
            config.compression());
    session.enter(
        new AcceptingState.Authenticating(session.context, session.transport.wire(), handshake),
        nowNanos);
    return session;
  }

  /**
   * Returns the TCP connection of this session: the one to dial if it is not the one that was there
   * before, unless it was accepted. Null while there is none.
   */
  public Transport transport() {
    return transport;
  }

  /** Returns where the session stands. */
  public Phase phase() {
    return state.phase();
  }

  /** Returns whether the session is over. */
  public boolean isOver() {
    return state.phase() == Phase.CLOSED;
  }

  /**
   * Queues a message. It is transmitted as soon as the session is ready, which a session in standby
   * becomes by this if it can dial.
   *
   * @param message owned by the session from now on
   * @return false when the session is closing or over; the message was released
   */
  public boolean send(Message message, long nowNanos) {
    if (state.phase() == Phase.CLOSING || state.phase() == Phase.CLOSED) {
      message.drop();
      return false;
    }
    context.flow().enqueue(message);
    leaveStandby(nowNanos);
    return true;
  }

  /**
   * Encodes queued messages and what is to be answered, as far as the output has room. To be called
   * after bytes were received, after messages were queued, and after output was taken.
   */
  public void pump(long nowNanos) {
    try {
      if (state instanceof Ready ready) {
        ready.send();
      } else if (state instanceof Draining draining) {
        draining.ready().send();
        if (context.flow().undelivered() == 0) {
          end(closed("close"));
        }
      }
    } catch (RuntimeException thrown) {
      failed(thrown, nowNanos);
    }
  }

  /**
   * Asks the peer whether it is there, as soon as the session is ready; the answer is {@link
   * SessionEvent.KeepaliveAck}.
   *
   * @param stamp the time of day, which the answer repeats
   */
  public void keepalive(Instant stamp, long nowNanos) {
    if (!isOver()) {
      context.flow().keepalive(stamp);
      leaveStandby(nowNanos);
      pump(nowNanos);
    }
  }

  /**
   * Closes the session as soon as what is queued was encoded, and, if the session is lossless,
   * acknowledged; at the latest after the configured time. One that is not ready is closed at once.
   */
  public void close(long nowNanos) {
    if (state instanceof Ready ready) {
      enter(new Draining(ready), nowNanos);
      pump(nowNanos);
    } else if (state.phase() != Phase.CLOSING) {
      end(closed(state.awaits()));
    }
  }

  /** Ends the session at once. */
  public void markDown() {
    end(Fault.broken(failure(Kind.CLOSED, "marked down by this side", 0)));
  }

  /** Ends the session at once because of a failure of this side, perhaps in mid-frame. */
  public void fail(String detail) {
    end(Fault.broken(failure(Kind.INTERNAL, detail, SessionFailure.ECONNRESET)));
  }

  /**
   * Sets what tells the owner to call {@link #roomMade}. It is run on the thread of any session
   * that has released a message, has to be quick, and must not throw.
   */
  public void onRoom(Runnable newOnRoom) {
    onRoom = newOnRoom;
  }

  /** Goes on with a message that the throttles held back, now that there may be room. */
  public void roomMade(long nowNanos) {
    goOn(nowNanos);
  }

  /** Returns when {@link #deadlinePassed} is to be called; {@code Long.MAX_VALUE} for never. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  /** Says what time it is; does nothing before the deadline. */
  public void deadlinePassed(long nowNanos) {
    if (deadlineNanos == NEVER || nowNanos - deadlineNanos < 0) {
      return;
    }
    if (state.phase() == Phase.WAIT) {
      dial(nowNanos);
    } else if (state instanceof Ready ready && ready.wire().isHeld()) {
      // The peer may have said a lot that this side has no room for.
      startTimer(nowNanos);
    } else {
      String detail = "nothing within " + state.timeoutMs(context.config().timeouts()) + " ms";
      fault(Fault.broken(failure(Kind.TIMEOUT, detail, SessionFailure.ETIMEDOUT)), nowNanos);
    }
  }

  /** Returns the next event, or null; a message is the caller's from now on. */
  public SessionEvent nextEvent() {
    return context.events().poll();
  }

  /** Returns how many messages are queued, or were sent and not acknowledged. */
  public int undelivered() {
    return context.flow().undelivered();
  }

  /** Returns how long the payloads of these messages are together. */
  public long undeliveredBytes() {
    return context.flow().undeliveredBytes();
  }

  /** Returns how many messages were encoded, those that were encoded again included. */
  public long messagesSent() {
    return context.flow().sent();
  }

  /** Returns how many messages came that had come before, and were dropped. */
  public long duplicates() {
    return context.flow().duplicates();
  }

  /** Returns how many frames the peer gave up, which were dropped. */
  public long abortedFrames() {
    return context.flow().abortedFrames();
  }

  /** Drops what is still held; to be called once, when the session is over. */
  public void release() {
    context.flow().release();
    for (SessionEvent event = nextEvent(); event != null; event = nextEvent()) {
      if (event instanceof Message message) {
        message.release();
      }
    }
  }

  // An accepted session finds out whether it is one that exists already.

  /**
   * Returns this session as one that may exist already, once its peer has said which session it
   * wants and until that is settled.
   */
  public Optional<Newcomer> newcomer() {
    return state instanceof Arrived arrived
        ? Optional.of(new Newcomer(this, arrived))
        : Optional.empty();
  }

  /** Returns whether the owner has still to look for the session that the peer wants. */
  boolean awaitsLookup(Arrived wanted) {
    return state == wanted;
  }

  /** A peer that comes back need not wait for the end of a session that is being closed. */
  void giveUpClosing() {
    if (state.phase() == Phase.CLOSING) {
      end(closed(state.awaits()));
    }
  }

  /** Goes on over the connection of another session, which is over. */
  void takeOver(Session newcomer, long nowNanos) {
    if (transport != null) {
      transport.end(Transport.Ending.NOW);
    }
    context.flow().requeue();
    transport = newcomer.transport;
    transport.passTo(this);
    newcomer.transport = null;
    newcomer.enter(new SessionState.Ended(), nowNanos);
  }

  /** Agrees with the peer on a new session, which is carried by the connection that is there. */
  void begin(Arrived.ToBegin wanted, long nowNanos) {
    Authenticated authenticated = wanted.accepted().authenticated();
    Policy policy = wanted.accepted().policy();
    peer =
        Optional.of(
            new SessionPeer(
                authenticated.peerType(),
                wanted.addresses(),
                policy,
                auth,
                authenticated.outcome().name()));
    guarded(
        nowNanos,
        () -> {
          enter(wanted.begin(context, policy.lossy()), nowNanos);
          transport.wire().send(wanted.answer(context, policy));
        });
  }

  /** Goes on with this session, which is carried by the connection that is there. */
  void resume(Arrived.ToResume wanted, long nowNanos) {
    guarded(
        nowNanos,
        () -> {
          enter(wanted.resume(context), nowNanos);
          transport.wire().send(new ControlFrame.SessionReconnectOk(context.flow().inSeq()));
        });
  }

  /** Answers a peer that cannot go on with the session that it wants. */
  void refuse(Arrived.ToResume wanted, ControlFrame answer, long nowNanos) {
    guarded(nowNanos, () -> enter(wanted.refuse(answer), nowNanos));
  }

  /** Lets the peer wait for this side's own connection. */
  void letWait(long nowNanos) {
    guarded(
        nowNanos,
        () -> {
          enter(new AcceptingState.ServerWait(transport.wire()), nowNanos);
          transport.wire().send(new ControlFrame.Wait());
        });
  }

  SessionContext context() {
    return context;
  }

  SessionPeer peer() {
    return peer.orElseThrow();
  }

  /** Returns whether the session ends with its connection, as one does whose peer is unknown. */
  public boolean isLossy() {
    return context
        .established()
        .map(ConnectionInfo::lossy)
        .orElseGet(() -> peer.isEmpty() || peer().policy().lossy());
  }

  boolean isArrived() {
    return state instanceof Arrived;
  }

  // What the transport is told, unless it has ended.

  void opened(long nowNanos) {
    if (state instanceof ConnectingState.Dialling dialling) {
      guarded(
          nowNanos,
          () -> {
            ConnectingState.Authenticating next = authenticate(dialling.dialled());
            enter(next, nowNanos);
            next.handshake().start();
          });
    } else if (state instanceof AcceptingState.Authenticating accepted) {
      guarded(nowNanos, accepted.handshake()::start);
    }
  }

  void receive(ByteBuf in, long nowNanos) {
    Transport where = transport;
    try {
      SessionState before;
      do {
        before = state;
        SessionState next = before.receive(in);
        if (next instanceof SessionState.Waiting waiting) {
          toldToWait(waiting, nowNanos);
        } else if (next != before) {
          enter(next, nowNanos);
        }
        beginUnregistered(nowNanos);
      } while (state != before && transport == where);
      if (state.phase() == Phase.READY) {
        startTimer(nowNanos);
      }
    } catch (RuntimeException thrown) {
      failed(thrown, nowNanos);
    }
  }

  /** Peers of some policies are never looked up, so their sessions begin at once. */
  private void beginUnregistered(long nowNanos) {
    if (state instanceof Arrived arrived && !arrived.accepted().policy().registers()) {
      new Newcomer(this, arrived).decideAlone(nowNanos);
    }
  }

  void transmitted(long nowNanos) {
    if (state.phase() == Phase.READY) {
      startTimer(nowNanos);
    }
  }

  void closed(String detail, int errno, long nowNanos) {
    Kind kind = state instanceof ConnectingState.Dialling ? Kind.UNREACHABLE : Kind.DISCONNECTED;
    fault(Fault.broken(failure(kind, detail, errno)), nowNanos);
  }

  // Transitions.

  private void dial(long nowNanos) {
    SessionConfig config = context.config();
    context.identity().attempt(config.globalSeq());
    EntityAddress target = peer().target();
    transport = new Transport(this, Role.CONNECTOR, target, config);
    enter(
        new ConnectingState.Dialling(
            new ConnectingState.Dialled(context, transport.wire(), target, peer().policy())),
        nowNanos);
  }

  private ConnectingState.Authenticating authenticate(ConnectingState.Dialled dialled) {
    SessionConfig config = context.config();
    EntityType type = peer().type();
    return new ConnectingState.Authenticating(
        dialled,
        Handshake.connector(
            dialled.wire(),
            config.banner(),
            config.self().type(),
            type,
            dialled.target(),
            auth.orElseThrow().connector(type),
            config.compression()));
  }

  private void leaveStandby(long nowNanos) {
    if (state.phase() == Phase.STANDBY && peer().isDialled()) {
      dial(nowNanos);
    }
  }

  /** Takes what was left unread while the owner was looking for a session. */
  void goOn(long nowNanos) {
    if (transport != null) {
      transport.resume(nowNanos);
    }
  }

  private void toldToWait(SessionState.Waiting waiting, long nowNanos) {
    SessionFailure why = failure(Kind.DISCONNECTED, "the peer dials itself", SessionFailure.EAGAIN);
    if (attempts.givenUp(peer().policy(), nowNanos)) {
      end(Fault.broken(why));
    } else {
      context.events().add(new SessionEvent.Interrupted(why, true));
      enter(waiting, nowNanos);
    }
  }

  /** Takes input that is too rare for its lambda to matter. */
  private void guarded(long nowNanos, Runnable input) {
    try {
      input.run();
    } catch (RuntimeException thrown) {
      failed(thrown, nowNanos);
    }
  }

  private void failed(RuntimeException thrown, long nowNanos) {
    fault(Fault.of(thrown, state.awaits()), nowNanos);
  }

  private void fault(Fault fault, long nowNanos) {
    if (isOver()) {
      return;
    }
    FaultDecision decision = fault.hopeless() ? FaultDecision.END : decide(nowNanos);
    if (decision == FaultDecision.END) {
      end(fault);
      return;
    }
    if (state instanceof Ready ready) {
      attempts.interrupted(ready.hasProgressed(), phaseSinceNanos, nowNanos);
    }
    context.flow().requeue();
    context
        .events()
        .add(new SessionEvent.Interrupted(fault.why(), decision != FaultDecision.STANDBY));
    transport.end(fault.ending());
    switch (decision) {
      case STANDBY -> enter(new SessionState.Standby(), nowNanos);
      case RECONNECT -> dial(nowNanos);
      case BACK_OFF -> enter(new SessionState.Waiting(attempts.nextDelayMs()), nowNanos);
      case END -> throw new IllegalStateException("ended before");
    }
  }

  private FaultDecision decide(long nowNanos) {
    if (peer.isEmpty()) {
      return FaultDecision.END;
    }
    return FaultDecision.of(
        new FaultDecision.Case(
            state.phase(),
            isLossy(),
            peer().isDialled(),
            peer().policy().standby(),
            context.flow().isIdle(),
            state instanceof Ready ready && ready.hasProgressed(),
            attempts.givenUp(peer().policy(), nowNanos)));
  }

  void end(Fault fault) {
    if (isOver()) {
      return;
    }
    if (transport != null) {
      transport.end(fault.ending());
    }
    enter(new SessionState.Ended(), phaseSinceNanos);
    context.events().add(new SessionEvent.Closed(fault.why(), context.flow().undelivered()));
    context.flow().release();
  }

  private void enter(SessionState next, long nowNanos) {
    Phase before = state == null ? null : state.phase();
    state = next;
    if (next instanceof Ready ready) {
      ready.wire().admitMessages(throttles().gate(() -> onRoom.run()));
    }
    if (next instanceof SessionState.Detached && transport != null) {
      transport.end(Transport.Ending.NOW);
      transport = null;
    }
    if (next.phase() != before) {
      phaseSinceNanos = nowNanos;
    }
    boolean hasNewConnection =
        next instanceof ConnectingState.Authenticating || next instanceof Ready;
    if (next.phase() != before || hasNewConnection) {
      startTimer(nowNanos);
    }
  }

  private Throttles throttles() {
    Policy policy = peer().policy();
    return new Throttles(policy.messages(), policy.bytes(), context.config().dispatch());
  }

  private void startTimer(long nowNanos) {
    long timeoutMs = state.timeoutMs(context.config().timeouts());
    deadlineNanos = timeoutMs == NEVER ? NEVER : nowNanos + timeoutMs * NANOS_PER_MS;
  }

  SessionFailure failure(Kind kind, String detail, int errno) {
    return SessionFailure.of(kind, state.awaits(), detail, errno);
  }

  private static Fault closed(String step) {
    return new Fault(
        SessionFailure.of(Kind.CLOSED, step, "closed by this side", 0),
        Transport.Ending.AFTER_PEER,
        true);
  }
}
