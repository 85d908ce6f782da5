// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Interceptor;
import io.msgr2.handshake.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * One TCP connection as a session sees it, without the TCP connection: its owner passes in what
 * happens to it and transmits what it holds. It belongs to one session at a time; a session can
 * take it over from another one (see {@link Newcomer#meet}).
 *
 * <p>Not safe for use by several threads: calls belong to the thread of its session. Times are
 * those of a clock that never goes back, in nanoseconds.
 */
public final class Transport {
  /** How the owner closes the TCP connection. */
  public enum Ending {
    /** At once; what waits to be transmitted is of no use any more. */
    NOW,
    /** When everything was transmitted. */
    AFTER_FLUSH,
    /**
     * When everything was transmitted and the peer has closed it too, having been told that nothing
     * more comes.
     */
    AFTER_PEER
  }

  private record Loss(String detail, int errno) {}

  private final Wire wire;
  private final EntityAddress peer;
  private Session session;
  private Optional<Ending> ending = Optional.empty();
  private Optional<Loss> unheardLoss = Optional.empty();
  private ByteBuf unread = Unpooled.EMPTY_BUFFER;

  Transport(Session session, Role role, EntityAddress peer, SessionConfig config) {
    this.session = session;
    this.peer = peer;
    this.wire =
        new Wire(
            role,
            config.banner(),
            config.limits(),
            config.allocator(),
            interceptor(config.faults()));
  }

  private Interceptor interceptor(FaultPoints faults) {
    return faults == FaultPoints.NONE ? Interceptor.NONE : point -> faults.reached(session, point);
  }

  /** Returns which end of the TCP connection this side is. */
  public Role role() {
    return wire.role();
  }

  /** Returns the address to dial, or the one that the TCP connection comes from. */
  public EntityAddress peer() {
    return peer;
  }

  /** Returns the session that the connection belongs to now, or belonged to last. */
  public Session session() {
    return session;
  }

  /** Says that the TCP connection is there, so that the handshake begins. */
  public void opened(long nowNanos) {
    if (ending.isEmpty()) {
      session.opened(nowNanos);
    }
  }

  /**
   * Takes bytes that the peer sent. What is to be said in answer can be polled after the next
   * {@link Session#pump}, so that one acknowledgement can stand for all that came in a batch.
   *
   * @param in stays the caller's and is read to its end; messages may keep references to it, so its
   *     bytes must not be overwritten
   */
  public void receive(ByteBuf in, long nowNanos) {
    if (ending.isPresent()) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (unread.isReadable()) {
      unread = Unpooled.wrappedBuffer(unread, in.readRetainedSlice(in.readableBytes()));
      return;
    }
    session.receive(in, nowNanos);
    if (ending.isPresent()) {
      in.skipBytes(in.readableBytes());
    } else if (in.isReadable()) {
      unread = in.readRetainedSlice(in.readableBytes());
    }
  }

  /**
   * Returns where the next bytes belong, if the connection has a preference (see {@link
   * io.msgr2.frame.FrameDecoder#target}); they are then announced with {@link #receive} of an empty
   * buffer. Else null.
   */
  public ByteBuf target() {
    return ending.isPresent() || unread.isReadable() ? null : wire.target();
  }

  /**
   * Returns how many bytes have to come before anything of what was begun can be used, 0 if the
   * next byte may matter.
   */
  public int missingBytes() {
    return ending.isPresent() || unread.isReadable() ? 0 : wire.missingBytes();
  }

  /**
   * Returns whether bytes should be received: they are not while something has to happen first, and
   * are then better left where they are.
   */
  public boolean reads() {
    return ending.isPresent()
        || wire.isOpen() && !wire.isHeld() && !unread.isReadable() && !session.isArrived();
  }

  /** Returns the next bytes to transmit, which are the caller's from now on, or null. */
  public ByteBuf poll() {
    return wire.poll();
  }

  /** Returns whether there are bytes to transmit. */
  public boolean hasOutput() {
    return wire.hasOutput();
  }

  /**
   * Returns whether what comes next is the rest of a large frame, which is encrypted as it is
   * polled: best when what was polled before is on its way.
   */
  public boolean isMidFrame() {
    return wire.isMidFrame();
  }

  /**
   * Does what can be done ahead for the next frames: secure mode is faster then by a part of a
   * microsecond a frame. Best called when what was polled is on its way, and nothing has come that
   * waits to be received.
   */
  public void prepare() {
    if (ending.isEmpty()) {
      wire.prepare();
    }
  }

  /** Returns how many bytes were encoded and not yet polled. */
  public long outputBytes() {
    return wire.outputBytes();
  }

  /** Says that bytes reached the network, which counts as activity. */
  public void transmitted(long nowNanos) {
    if (ending.isEmpty()) {
      session.transmitted(nowNanos);
    }
  }

  /**
   * Returns whether messages were received completely that are delivered when there is room, even
   * if the TCP connection is gone by then; the owner does not {@link #release} it until they are. A
   * session that is not lossy gets them again.
   */
  public boolean holdsBack() {
    return ending.isEmpty() && wire.isHeld() && session.isLossy();
  }

  /**
   * Says that the TCP connection could not be made, or is gone.
   *
   * @param detail what happened to it
   * @param errno the Linux error number of what happened
   */
  public void closed(String detail, int errno, long nowNanos) {
    unheardLoss = Optional.of(new Loss(detail, errno));
    hearOfLoss(nowNanos);
  }

  /** Lets a connection go on that was held up at a fault point. */
  public void unblock(long nowNanos) {
    if (wire.isOpen()) {
      return;
    }
    wire.unblock();
    resume(nowNanos);
  }

  /** Returns how the TCP connection is to be closed, once no session needs it any more. */
  public Optional<Ending> ending() {
    return wire.isStalled() ? Optional.of(Ending.NOW) : ending;
  }

  /** Drops what is held; to be called once, after the TCP connection was closed. */
  public void release() {
    wire.release();
    unread.release();
    unread = Unpooled.EMPTY_BUFFER;
  }

  Wire wire() {
    return wire;
  }

  /** Another session goes on with the connection. */
  void passTo(Session other) {
    session = other;
  }

  /** Takes what was received and could not be taken before. */
  void resume(long nowNanos) {
    ByteBuf in = unread;
    unread = Unpooled.EMPTY_BUFFER;
    try {
      receive(in, nowNanos);
    } finally {
      in.release();
    }
    hearOfLoss(nowNanos);
  }

  private void hearOfLoss(long nowNanos) {
    if (ending.isEmpty() && wire.isOpen() && !holdsBack()) {
      unheardLoss.ifPresent(loss -> session.closed(loss.detail, loss.errno, nowNanos));
    }
  }

  /** Says that the session has no use for the connection any more, and hears nothing of it. */
  void end(Ending how) {
    if (ending.isEmpty()) {
      ending = Optional.of(how);
      wire.endReceiving();
    }
  }
}
