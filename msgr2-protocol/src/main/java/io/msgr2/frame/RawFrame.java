// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;

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
  private final ByteBuf[] segments;
  private Room room = Room.NONE;

  RawFrame(Preamble preamble, boolean aborted, ByteBuf[] segments) {
    this.tag = preamble.tag();
    this.aborted = aborted;
    this.segments = segments;
    this.alignments = preamble.alignments();
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
    return segments[index];
  }

  /** Returns the alignment that the sender announced for a segment, from 0 to 3. */
  public int alignment(int index) {
    return (int) (alignments >>> index * Short.SIZE) & 0xffff;
  }

  /** Puts another segment, the frame's from now on, in the place of one, which is released. */
  void replace(int index, ByteBuf segment) {
    segments[index].release();
    segments[index] = segment;
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

  /** Releases the segments, and gives back the room that was not taken. */
  public void release() {
    takeRoom().giveBack();
    for (ByteBuf segment : segments) {
      segment.release();
    }
  }

  @Override
  public String toString() {
    return tag
        + "["
        + segments[0].readableBytes()
        + "+"
        + segments[1].readableBytes()
        + "+"
        + segments[2].readableBytes()
        + "+"
        + segments[3].readableBytes()
        + (aborted ? ", aborted]" : "]");
  }
}
