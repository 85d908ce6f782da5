// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/**
 * One end of a virtual TCP connection: what it sends is carried to the opposite end, in order, at
 * most a window ahead of what that has taken.
 */
public final class TcpEnd {
  static final int ECONNRESET = 104;

  /** How many bytes may be on the way, or wait for the opposite end to read. */
  private static final int WINDOW_BYTES = 256 * 1024;

  private enum Kind {
    /** The answer to a dial. */
    ACCEPTED,
    BYTES,
    /** The end of the stream. */
    FIN,
    /** The end of the connection. */
    RESET
  }

  /** What is on the way. */
  private record Sent(Kind kind, ByteBuf bytes, long dueNanos) {}

  private enum State {
    NEW,
    OPEN,
    /** Nothing more is sent. */
    FINISHED,
    /** The user is gone; what is on the way still arrives. */
    GONE
  }

  private final TcpConnection connection;
  private final Host host;
  private final Path out;
  private final ArrayDeque<Sent> onTheWay = new ArrayDeque<>();
  private TcpUser user;
  private State state = State.NEW;
  private int windowUsed;
  private long lastDueNanos = Long.MIN_VALUE;
  private boolean arrivalPlanned;

  TcpEnd(TcpConnection connection, Host host, Path out) {
    this.connection = connection;
    this.host = host;
    this.out = out;
  }

  /** Returns whose end it is. */
  public Host host() {
    return host;
  }

  /** Closes the end without a word to the opposite one, as when the power of the host fails. */
  public void vanish() {
    drop();
    state = State.GONE;
    // What waited to be read is answered now.
    opposite().planArrival();
    connection.ended();
  }

  /** Returns whether there is room for more bytes. */
  boolean writable() {
    return state == State.OPEN && windowUsed < WINDOW_BYTES;
  }

  /** Sends bytes, which are the network's from now on. */
  void write(ByteBuf bytes) {
    if (state != State.OPEN || !bytes.isReadable()) {
      bytes.release();
      return;
    }
    windowUsed += bytes.readableBytes();
    send(Kind.BYTES, bytes);
  }

  /** Tells the opposite end that nothing more comes. */
  void finish() {
    if (state == State.OPEN) {
      state = State.FINISHED;
      send(Kind.FIN);
    }
  }

  /** Gives up the end, which is told nothing more; what was sent still arrives. */
  void close() {
    if (state == State.GONE) {
      return;
    }
    boolean unread = opposite().hasUnread();
    State before = state;
    state = State.GONE;
    if (unread) {
      drop();
      send(Kind.RESET);
    } else if (before == State.OPEN) {
      send(Kind.FIN);
    }
    connection.ended();
  }

  /** Delivers what arrived while the user did not read. */
  void readAgain() {
    opposite().planArrival();
  }

  void attach(TcpUser newUser) {
    user = newUser;
  }

  /** Answers the opposite end's dial. */
  void accept() {
    state = State.OPEN;
    send(Kind.ACCEPTED);
  }

  /** Returns whether there ever was a connection. */
  boolean wasOpened() {
    return state != State.NEW;
  }

  boolean isGone() {
    return state == State.GONE;
  }

  /** The connection does not exist any more, for this end. */
  void broken(String detail, int errno) {
    drop();
    if (state == State.GONE) {
      return;
    }
    State before = state;
    state = State.GONE;
    connection.ended();
    if (before != State.NEW || connection.dialler() == this) {
      user.closed(detail, errno);
    }
  }

  private TcpEnd opposite() {
    return connection.opposite(this);
  }

  private boolean hasUnread() {
    Sent next = onTheWay.peek();
    return next != null && next.kind == Kind.BYTES && next.dueNanos <= now() && !out.isHeld();
  }

  private void send(Kind what) {
    send(what, Unpooled.EMPTY_BUFFER);
  }

  private void send(Kind what, ByteBuf bytes) {
    lastDueNanos = Math.max(lastDueNanos, now() + out.nextDelayNanos());
    onTheWay.add(new Sent(what, bytes, lastDueNanos));
    planArrival();
  }

  private void planArrival() {
    if (!arrivalPlanned && !onTheWay.isEmpty()) {
      arrivalPlanned = true;
      connection.network().clock().at(onTheWay.peek().dueNanos, () -> out.pass(this::arrive));
    }
  }

  /** Something of what this end has sent is there. */
  private void arrive() {
    arrivalPlanned = false;
    if (onTheWay.isEmpty()) {
      return;
    }
    TcpEnd to = opposite();
    switch (onTheWay.peek().kind) {
      case ACCEPTED -> {
        onTheWay.remove();
        to.opened();
        planArrival();
      }
      case BYTES -> arrive(onTheWay.peek().bytes);
      case FIN -> {
        if (to.isGone()) {
          drop();
          refuse(to);
        } else if (to.user.reads()) {
          onTheWay.remove();
          to.eof();
        }
      }
      case RESET -> {
        onTheWay.remove();
        to.broken("connection reset", ECONNRESET);
      }
    }
  }

  private void opened() {
    if (state == State.NEW) {
      state = State.OPEN;
      user.opened();
    }
  }

  private void arrive(ByteBuf bytes) {
    TcpEnd to = opposite();
    if (to.isGone()) {
      if (connection.isSilent()) {
        windowUsed -= bytes.readableBytes();
        onTheWay.remove().bytes.release();
        planArrival();
      } else {
        drop();
        refuse(to);
      }
      return;
    }
    if (!to.user.reads()) {
      return;
    }
    int length = out.slice(bytes.readableBytes());
    windowUsed -= length;
    boolean last = length == bytes.readableBytes();
    if (last) {
      onTheWay.remove();
    }
    ByteBuf piece = last ? bytes : bytes.readRetainedSlice(length);
    try {
      to.user.received(piece);
    } finally {
      piece.release();
    }
    planArrival();
    if (state == State.OPEN) {
      user.writable();
    }
  }

  /** The opposite host answers what nobody there waits for. */
  private void refuse(TcpEnd gone) {
    if (state != State.GONE) {
      gone.send(Kind.RESET);
    }
  }

  /** The opposite end sends nothing more: to a messenger that is the end of the connection. */
  private void eof() {
    if (state == State.GONE) {
      return;
    }
    State before = state;
    state = State.GONE;
    if (before == State.OPEN) {
      send(Kind.FIN);
    }
    connection.ended();
    user.closed("closed by the peer", ECONNRESET);
  }

  void drop() {
    onTheWay.forEach(sent -> sent.bytes.release());
    onTheWay.clear();
    windowUsed = 0;
  }

  private long now() {
    return connection.network().clock().nowNanos();
  }
}
