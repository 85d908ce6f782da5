// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Room;
import io.msgr2.handshake.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * What peers exchange in a session: a typed header and up to three payloads (msgr2 spec, Message
 * exchange).
 *
 * <p>A message owns one reference to each of its buffers. Whoever is handed a message, by
 * documentation, to own has to {@link #release} it once; {@link #retain} adds an owner. The content
 * of the buffers must not change any more, since they may be transmitted, and after a broken
 * connection transmitted again, without a copy.
 *
 * <p>A received message takes up room in {@link Throttles} until it is released for the first time.
 */
public final class Message implements SessionEvent {
  /** The priority of messages that do not ask for another one. */
  public static final int DEFAULT_PRIORITY = 127;

  /** The highest priority. */
  public static final int HIGHEST_PRIORITY = 255;

  private static final AtomicReferenceFieldUpdater<Message, Room> ROOM =
      AtomicReferenceFieldUpdater.newUpdater(Message.class, Room.class, "room");

  private static final AtomicIntegerFieldUpdater<Message> OWNERS =
      AtomicIntegerFieldUpdater.newUpdater(Message.class, "ownersBesideFirst");

  private final MessageHeader header;
  private final ByteBuf front;
  private final ByteBuf middle;
  private final ByteBuf data;
  // Both begin as what Java makes of them: a volatile write costs as much as the rest of a message.
  private volatile Room room;
  // The buffers cannot tell who releases too often: small ones may lie in one with those of others.
  private volatile int ownersBesideFirst;

  /**
   * Returns a message with the given header; takes ownership of the buffers.
   *
   * @param header its sequence numbers mean nothing for a message that is to be sent
   */
  Message(MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data) {
    this.header = header;
    this.front = front;
    this.middle = middle;
    this.data = data;
  }

  /**
   * Returns a message that was received.
   *
   * @param frame its room and its segments, but for the first one, become the message's
   */
  static Message received(MessageHeader header, RawFrame frame) {
    Message message = new Message(header, frame.segment(1), frame.segment(2), frame.segment(3));
    ROOM.lazySet(message, frame.takeRoom());
    frame.releaseHeader();
    return message;
  }

  /**
   * Returns a message of version 1 and default priority without a transaction id.
   *
   * @param type the kind of message
   * @param front the encoded fields; owned by the message from now on
   * @param data the bulk data; owned by the message from now on
   */
  public static Message of(int type, ByteBuf front, ByteBuf data) {
    return builder(type).front(front).data(data).build();
  }

  /** Starts to build a message of the given type, of version 1 and without payloads. */
  public static Builder builder(int type) {
    return new Builder(type);
  }

  /** Returns the kind of message. */
  public int type() {
    return header.type();
  }

  /** Returns the transaction id, which matches answers to requests. */
  public long tid() {
    return header.tid();
  }

  /** Returns the priority, from 0 to 255; higher goes first. */
  public int priority() {
    return header.priority();
  }

  /** Returns the version of the payload's encoding. */
  public int version() {
    return header.version();
  }

  /** Returns the oldest version that can read the payload. */
  public int compatVersion() {
    return header.compatVersion();
  }

  /** Returns the number of a received message in its session; 0 for one that is to be sent. */
  public long seq() {
    return header.seq();
  }

  /** Returns the encoded fields; stays the message's. */
  public ByteBuf front() {
    return front;
  }

  /** Returns the middle payload; stays the message's. */
  public ByteBuf middle() {
    return middle;
  }

  /** Returns the bulk data; stays the message's. */
  public ByteBuf data() {
    return data;
  }

  /** Returns the length of the payloads together. */
  public long payloadBytes() {
    return (long) front.readableBytes() + middle.readableBytes() + data.readableBytes();
  }

  /**
   * Adds an owner.
   *
   * @throws IllegalStateException when the message has none any more
   */
  public Message retain() {
    int known = ownersBesideFirst;
    while (known >= 0 && !OWNERS.compareAndSet(this, known, known + 1)) {
      known = ownersBesideFirst;
    }
    if (known < 0) {
      throw new IllegalStateException(this + " has no owner any more");
    }
    return this;
  }

  /**
   * Gives up ownership; the first one who does so gives the room back.
   *
   * @throws IllegalStateException when the message has no owner any more
   */
  public void release() {
    Room mine = room;
    if (mine != null && ROOM.compareAndSet(this, mine, null)) {
      mine.giveBack();
    }
    int others = OWNERS.getAndDecrement(this);
    if (others < 0) {
      throw new IllegalStateException(this + " was released by all its owners before");
    }
    if (others == 0) {
      try {
        front.release();
      } finally {
        try {
          middle.release();
        } finally {
          data.release();
        }
      }
    }
  }

  /**
   * Gives up ownership where nothing may go wrong any more: of what somebody has released too
   * often, nothing is left to release.
   */
  void drop() {
    try {
      release();
    } catch (IllegalStateException releasedTooOften) {
      // Whoever did so hears of it where the message is used.
    }
  }

  /**
   * Encodes the message, which stays the caller's.
   *
   * @throws IllegalStateException when somebody has released its buffers
   */
  void transmit(Wire wire, long seq, long ackSeq) {
    try {
      wire.send(header, seq, ackSeq, front, middle, data);
    } catch (IllegalReferenceCountException e) {
      throw new IllegalStateException(
          "the buffers of " + this + " were released although they are the session's", e);
    }
  }

  @Override
  public String toString() {
    return "Message[type "
        + type()
        + ", tid "
        + tid()
        + ", "
        + front.readableBytes()
        + "+"
        + middle.readableBytes()
        + "+"
        + data.readableBytes()
        + " bytes]";
  }

  /** Builds a message; see the accessors of the same names. */
  public static final class Builder {
    private final int type;
    private long tid;
    private int priority = DEFAULT_PRIORITY;
    private int version = 1;
    private int compatVersion = 1;
    private ByteBuf front = Unpooled.EMPTY_BUFFER;
    private ByteBuf middle = Unpooled.EMPTY_BUFFER;
    private ByteBuf data = Unpooled.EMPTY_BUFFER;

    private Builder(int type) {
      this.type = type;
    }

    /** Sets the transaction id. */
    public Builder tid(long newTid) {
      tid = newTid;
      return this;
    }

    /** Sets the priority, from 0 to 255. */
    public Builder priority(int newPriority) {
      if (newPriority < 0 || newPriority > HIGHEST_PRIORITY) {
        throw new IllegalArgumentException("priority " + newPriority + " is not from 0 to 255");
      }
      priority = newPriority;
      return this;
    }

    /** Sets the version of the payload's encoding and the oldest version that can read it. */
    public Builder version(int newVersion, int newCompatVersion) {
      version = newVersion;
      compatVersion = newCompatVersion;
      return this;
    }

    /** Sets the encoded fields; owned by the message once it is built. */
    public Builder front(ByteBuf newFront) {
      front = newFront;
      return this;
    }

    /** Sets the middle payload; owned by the message once it is built. */
    public Builder middle(ByteBuf newMiddle) {
      middle = newMiddle;
      return this;
    }

    /** Sets the bulk data; owned by the message once it is built. */
    public Builder data(ByteBuf newData) {
      data = newData;
      return this;
    }

    /** Returns the message, which takes over the buffers. */
    public Message build() {
      var header =
          new MessageHeader(
              0, tid, type, priority, version, compatVersion, 0, 0, MessageHeader.FLAGS);
      return new Message(header, front, middle, data);
    }
  }
}
