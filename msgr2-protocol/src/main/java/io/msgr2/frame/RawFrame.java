// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A frame as it came off the wire: verified, decrypted, decompressed, its payload not yet looked
 * at. Whoever holds it owns the four segments (absent ones are empty buffers) and the room of a
 * message, and releases them once.
 */
public final class RawFrame {
  private final Tag tag;
  private final boolean aborted;
  // As on the wire: 16 bits each.
  private final long alignments;
  // No view, as the others are: a message has no use for one of its header.
  private ByteBuf first;
  private int firstAt;
  private int firstLength;
  private ByteBuf second;
  private ByteBuf third;
  private ByteBuf fourth;
  private Room room = Room.NONE;

  /**
   * @param body stays the caller's; the frame has references of its own
   * @param starts where the segments begin in it
   */
  RawFrame(Preamble preamble, boolean aborted, ByteBuf body, int[] starts) {
    this.tag = preamble.tag();
    this.aborted = aborted;
    this.alignments = preamble.alignments();
    this.first = body.retain();
    this.firstAt = starts[0];
    this.firstLength = preamble.length(0);
    this.second = view(body, starts[1], preamble.length(1));
    this.third = view(body, starts[2], preamble.length(2));
    this.fourth = view(body, starts[3], preamble.length(3));
  }

  // Not a retained slice: if Netty watches over the body, it would watch over each of those, too.
  private static ByteBuf view(ByteBuf body, int at, int length) {
    return length == 0 ? Unpooled.EMPTY_BUFFER : body.retain().slice(at, length);
  }

  /** Returns the frame's tag. */
  public Tag tag() {
    return tag;
  }

  /** Returns whether the sender gave the frame up; its payload means nothing then. */
  public boolean aborted() {
    return aborted;
  }

  /** Returns a segment, from 0 to 3; stays the frame's. */
  public ByteBuf segment(int index) {
    return switch (index) {
      case 0 -> first.slice(firstAt, firstLength);
      case 1 -> second;
      case 2 -> third;
      case 3 -> fourth;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /** Returns the alignment that the sender announced for a segment, from 0 to 3. */
  public int alignment(int index) {
    return (int) (alignments >>> index * Short.SIZE) & 0xffff;
  }

  /** Returns the buffer that the first segment is in; stays the frame's. */
  ByteBuf first() {
    return first;
  }

  /** Returns where the first segment begins in its buffer. */
  int firstAt() {
    return firstAt;
  }

  /** Returns the length of the first segment. */
  int firstLength() {
    return firstLength;
  }

  /** Puts another segment, the frame's from now on, in the place of one, which is released. */
  void replace(int index, ByteBuf segment) {
    segment(index).release();
    switch (index) {
      case 0 -> {
        first = segment;
        firstAt = segment.readerIndex();
        firstLength = segment.readableBytes();
      }
      case 1 -> second = segment;
      case 2 -> third = segment;
      case 3 -> fourth = segment;
      default -> throw new IndexOutOfBoundsException(index);
    }
  }

  /** Gives the frame the room that its segments were admitted with. */
  void occupy(Room newRoom) {
    room = newRoom;
  }

  /**
   * Returns the room that a message takes up, which the caller has to give back; releasing the
   * frame does not do so any more.
   */
  public Room takeRoom() {
    Room taken = room;
    room = Room.NONE;
    return taken;
  }

  /**
   * Releases the header of a message, whose payloads, the other segments, are the caller's from now
   * on. Nothing is left to release then but the room.
   */
  public void releaseHeader() {
    first.release();
  }

  /** Releases the segments, and gives back the room that was not taken. */
  public void release() {
    takeRoom().giveBack();
    first.release();
    second.release();
    third.release();
    fourth.release();
  }

  @Override
  public String toString() {
    return tag
        + "["
        + firstLength
        + "+"
        + second.readableBytes()
        + "+"
        + third.readableBytes()
        + "+"
        + fourth.readableBytes()
        + (aborted ? ", aborted]" : "]");
  }
}
