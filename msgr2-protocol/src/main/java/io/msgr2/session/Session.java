// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthServer;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.NonceExhaustedException;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Handshake;
import io.msgr2.handshake.Wire;
import io.msgr2.session.SessionFailure.Kind;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One side of a session with one peer, without a network, a clock or a thread: what happens is
 * passed in, what is to be done is taken out.
 *
 * <ul>
 *   <li>In: {@link #opened}, {@link #receive}, {@link #transmitted}, {@link #transportClosed},
 *       {@link #deadlinePassed} from the transport; {@link #send}, {@link #keepalive}, {@link
 *       #close} from the user.
 *   <li>Out, to be looked at after every call: {@link #output} to transmit, {@link #nextEvent} to
 *       tell the user, {@link #deadlineNanos} to be woken at.
 * </ul>
 *
 * <p>Not safe for use by several threads. Times are those of a clock that never goes back, in
 * nanoseconds.
 */
public final class Session {
  private static final long NEVER = Long.MAX_VALUE;

  private final SessionConfig config;
  private final Wire wire;
  private final Supplier<SessionState> opening;
  private final MessageFlow flow = new MessageFlow();
  private final ArrayDeque<SessionEvent> events = new ArrayDeque<>();
  private SessionState state;
  private long deadlineNanos;

  private Session(SessionConfig config, Wire wire, EntityAddress peer, Opening opening) {
    this.config = config;
    this.wire = wire;
    this.state = new SessionState.Dialling(peer);
    var context = new SessionState.Context(config, wire, flow, events);
    this.opening = () -> opening.begin(context);
  }

  private interface Opening {
    SessionState begin(SessionState.Context context);
  }

  /**
   * Returns the connecting side of a session; the caller dials.
   *
   * @param peer the type of the entity that is dialled
   * @param target the address that is dialled, exactly as the peer announces it
   * @param nowNanos the time from which the deadline of the TCP connection counts
   */
  public static Session connector(
      SessionConfig config, EntityType peer, EntityAddress target, AuthClient auth, long nowNanos) {
    Wire wire = new Wire(Role.CONNECTOR, config.banner(), config.limits(), config.allocator());
    Session session =
        new Session(
            config,
            wire,
            target,
            context -> {
              Handshake handshake =
                  Handshake.connector(
                      wire,
                      config.banner(),
                      config.self().type(),
                      peer,
                      target,
                      auth.connector(peer));
              handshake.start();
              return new SessionState.Authenticating(context, handshake, Optional.of(target));
            });
    session.startTimer(nowNanos);
    return session;
  }

  /**
   * Returns the accepting side of a session.
   *
   * @param peerAddress where the TCP connection comes from
   * @param nowNanos the time from which the deadline of the handshake counts
   */
  public static Session acceptor(
      SessionConfig config, EntityAddress peerAddress, AuthServer auth, long nowNanos) {
    Wire wire = new Wire(Role.ACCEPTOR, config.banner(), config.limits(), config.allocator());
    Session session =
        new Session(
            config,
            wire,
            peerAddress,
            context -> {
              Handshake handshake =
                  Handshake.acceptor(
                      wire, config.banner(), config.self().type(), peerAddress, auth);
              handshake.start();
              return new SessionState.Authenticating(context, handshake, Optional.empty());
            });
    session.opened(nowNanos);
    return session;
  }

  /**
   * Says that the TCP connection is there. Accepted sessions have theirs from the start; one that
   * was closed meanwhile stays closed.
   */
  public void opened(long nowNanos) {
    if (!(state instanceof SessionState.Dialling)) {
      return;
    }
    guarded(
        () -> {
          state = opening.get();
          startTimer(nowNanos);
        });
  }

  /**
   * Takes bytes that the peer sent. What is to be said in answer is in the output after the next
   * {@link #pump}, so that one acknowledgement can stand for all that came in a batch.
   *
   * @param in stays the caller's and is read to its end; messages may keep references to it, so its
   *     bytes must not be overwritten
   */
  public void receive(ByteBuf in, long nowNanos) {
    guarded(
        () -> {
          SessionState before;
          do {
            before = state;
            state = before.receive(in);
          } while (state != before);
          if (state instanceof SessionState.Ready) {
            startTimer(nowNanos);
          }
        });
  }

  /**
   * Returns where the next bytes belong, if the session has a preference (see {@link
   * io.msgr2.frame.FrameDecoder#target}); they are then announced with {@link #receive} of an empty
   * buffer. Else null.
   */
  public ByteBuf target() {
    return state instanceof SessionState.Ended ? null : wire.target();
  }

  /**
   * Queues a message. It is transmitted once the session is ready.
   *
   * @param message owned by the session from now on
   * @return false when the session is closing or over; the message was released
   */
  public boolean send(Message message) {
    if (state instanceof SessionState.Draining || state instanceof SessionState.Ended) {
      message.release();
      return false;
    }
    flow.enqueue(message);
    return true;
  }

  /**
   * Encodes queued messages and what is to be answered, as far as the output has room. To be called
   * after bytes were received, after messages were queued, and after output was taken.
   */
  public void pump() {
    guarded(
        () -> {
          if (state instanceof SessionState.Ready ready) {
            ready.send();
          } else if (state instanceof SessionState.Draining draining) {
            draining.ready().send();
            if (flow.queued() == 0) {
              end(SessionFailure.of(Kind.CLOSED, "close", "closed by this side", 0));
            }
          }
        });
  }

  /**
   * Asks the peer whether it is there; the answer is {@link SessionEvent.KeepaliveAck}. Does
   * nothing while the session is not ready.
   *
   * @param stamp the time of day, which the answer repeats
   */
  public void keepalive(Instant stamp) {
    if (state instanceof SessionState.Ready) {
      guarded(
          () ->
              wire.send(
                  new ControlFrame.Keepalive2((int) stamp.getEpochSecond(), stamp.getNano())));
    }
  }

  /** Says that output reached the network, which counts as activity. */
  public void transmitted(long nowNanos) {
    if (state instanceof SessionState.Ready) {
      startTimer(nowNanos);
    }
  }

  /**
   * Says that the TCP connection could not be made, or is gone.
   *
   * @param detail what happened to it
   * @param errno the Linux error number of what happened
   */
  public void transportClosed(String detail, int errno) {
    Kind kind = state instanceof SessionState.Dialling ? Kind.UNREACHABLE : Kind.DISCONNECTED;
    end(SessionFailure.of(kind, state.awaits(), detail, errno));
  }

  /** Ends the session because of a failure of this side. */
  public void fail(String detail) {
    end(SessionFailure.of(Kind.INTERNAL, state.awaits(), detail, SessionFailure.ECONNRESET));
  }

  /**
   * Closes the session as soon as what is queued was encoded, at the latest after the configured
   * time. One that is not ready is closed at once.
   */
  public void close(long nowNanos) {
    if (state instanceof SessionState.Ready ready) {
      state = new SessionState.Draining(ready);
      startTimer(nowNanos);
      pump();
    } else if (!(state instanceof SessionState.Draining)) {
      end(SessionFailure.of(Kind.CLOSED, state.awaits(), "closed by this side", 0));
    }
  }

  /** Ends the session at once. */
  public void markDown() {
    end(SessionFailure.of(Kind.CLOSED, state.awaits(), "marked down by this side", 0));
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
    String detail = "nothing within " + state.timeoutMs(config.timeouts()) + " ms";
    end(SessionFailure.of(Kind.TIMEOUT, state.awaits(), detail, SessionFailure.ETIMEDOUT));
  }

  /** Returns the bytes to transmit. */
  public FrameOutput output() {
    return wire.output();
  }

  /** Returns the next event, or null; a message is the caller's from now on. */
  public SessionEvent nextEvent() {
    return events.poll();
  }

  /** Returns how many messages were encoded. */
  public long messagesSent() {
    return flow.sent();
  }

  /** Returns how many messages came that had come before, and were dropped. */
  public long duplicates() {
    return flow.duplicates();
  }

  /** Returns how many frames the peer gave up, which were dropped. */
  public long abortedFrames() {
    return flow.abortedFrames();
  }

  /** Drops what is still held; to be called once, after the transport was closed. */
  public void release() {
    wire.release();
    flow.release();
    for (SessionEvent event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Message message) {
        message.release();
      }
    }
  }

  private void guarded(Runnable input) {
    try {
      input.run();
    } catch (ProtocolException e) {
      end(
          new SessionFailure(
              e.violation() == Violation.FEATURES_MISSING ? Kind.FEATURES : Kind.VIOLATION,
              state.awaits(),
              e.getMessage(),
              SessionFailure.EPROTO,
              Optional.of(e.violation())));
    } catch (AuthException e) {
      Kind kind = e.errno() == AuthException.ECANCELED ? Kind.CLOSED : Kind.AUTHENTICATION;
      end(SessionFailure.of(kind, state.awaits(), e.getMessage(), e.errno()));
    } catch (NonceExhaustedException e) {
      fail(e.getMessage());
    }
  }

  private void end(SessionFailure why) {
    if (state instanceof SessionState.Ended) {
      return;
    }
    state = new SessionState.Ended();
    deadlineNanos = NEVER;
    events.add(new SessionEvent.Closed(why, flow.queued()));
    flow.release();
  }

  private void startTimer(long nowNanos) {
    deadlineNanos = nowNanos + Duration.ofMillis(state.timeoutMs(config.timeouts())).toNanos();
  }
}
