// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Turns frames into bytes for one direction of one TCP connection. Starts in crc mode, as every
 * connection does. Not safe for use by several threads.
 */
public final class FrameEncoder {
  private static final int[] CONTROL_ALIGNMENTS = {8, 0, 0, 0};
  private static final int[] MESSAGE_ALIGNMENTS = {8, 8, 8, 4096};

  private final Revision revision;
  private final Crc crc = new Crc();
  private final Preamble preamble = new Preamble();
  private final ByteBuf headerBytes = Unpooled.wrappedBuffer(new byte[MessageHeader.BYTES]);
  private final ByteBuf[] segments = new ByteBuf[Preamble.MAX_SEGMENTS];
  private OutboundFormat format;

  /**
   * @param revision the layout both ends agreed on by their banners
   */
  public FrameEncoder(Revision revision) {
    this.revision = revision;
    this.format = new CrcOutbound(revision, crc);
  }

  /**
   * Encrypts every frame from the next one on.
   *
   * @param sender which end of the TCP connection this side is
   */
  public void secure(FrameKeys keys, Role sender) {
    var sealer = new FrameSealer(keys.key(), keys.noncesOf(sender, revision));
    format = new SecureOutbound(revision, crc, sealer);
  }

  /**
   * Appends a control frame.
   *
   * @throws NonceExhaustedException when the connection can encrypt nothing more
   */
  public void control(ControlFrame frame, FrameOutput out) {
    encode(
        frame.tag(),
        CONTROL_ALIGNMENTS,
        false,
        Unpooled.wrappedBuffer(WireWriter.toBytes(frame::write)),
        Unpooled.EMPTY_BUFFER,
        Unpooled.EMPTY_BUFFER,
        Unpooled.EMPTY_BUFFER,
        out);
  }

  /**
   * Appends a message. The buffers stay the caller's; the output keeps references of its own to
   * what it does not copy, so their content must not change until it was transmitted.
   *
   * @throws NonceExhaustedException when the connection can encrypt nothing more
   */
  public void message(
      MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data, FrameOutput out) {
    message(header, front, middle, data, false, out);
  }

  /**
   * Appends a message that the receiver is told to drop, as a sender does that has to take its
   * buffers back after the preamble went out. A msgr2.1 frame of the header alone cannot be aborted
   * and is sent as it is.
   *
   * @throws NonceExhaustedException when the connection can encrypt nothing more
   */
  public void abortedMessage(
      MessageHeader header, ByteBuf front, ByteBuf middle, ByteBuf data, FrameOutput out) {
    message(header, front, middle, data, true, out);
  }

  /**
   * Appends a frame that was received, with the segments and alignments it came with.
   *
   * @param frame stays the caller's
   */
  public void raw(RawFrame frame, FrameOutput out) {
    int[] alignments = new int[Preamble.MAX_SEGMENTS];
    for (int i = 0; i < alignments.length; i++) {
      alignments[i] = frame.alignment(i);
    }
    encode(
        frame.tag(),
        alignments,
        frame.aborted(),
        frame.segment(0),
        frame.segment(1),
        frame.segment(2),
        frame.segment(3),
        out);
  }

  private void message(
      MessageHeader header,
      ByteBuf front,
      ByteBuf middle,
      ByteBuf data,
      boolean aborted,
      FrameOutput out) {
    header.write(headerBytes.clear());
    encode(Tag.MESSAGE, MESSAGE_ALIGNMENTS, aborted, headerBytes, front, middle, data, out);
  }

  private void encode(
      Tag tag,
      int[] alignments,
      boolean aborted,
      ByteBuf first,
      ByteBuf second,
      ByteBuf third,
      ByteBuf fourth,
      FrameOutput out) {
    segments[0] = first;
    segments[1] = second;
    segments[2] = third;
    segments[3] = fourth;
    preamble.describe(tag, segments, alignments);
    format.write(preamble, segments, aborted, out);
  }
}
