// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.WireWriter;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentCompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

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
  private final ByteBuffer encodedHeader =
      ByteBuffer.allocate(MessageHeader.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuf headerBytes = Unpooled.wrappedBuffer(encodedHeader.array());
  private final ByteBuf[] segments = new ByteBuf[Preamble.MAX_SEGMENTS];
  private OutboundFormat format;
  private Optional<FrameCompressor> compressor = Optional.empty();

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
   * Compresses the frames from the next one on that have a minimum length, unless one of their
   * segments cannot be compressed.
   *
   * @param segmentCompressor the encoder's from now on
   * @param minimumBytes how long the segments have to be together
   * @param ratioLimit what receivers are supposed to have; frames that would exceed it are sent as
   *     they are
   * @param allocator where compressed segments come from
   * @throws IllegalStateException when frames are compressed already
   */
  public void compress(
      SegmentCompressor segmentCompressor,
      int minimumBytes,
      RatioLimit ratioLimit,
      ByteBufAllocator allocator) {
    if (compressor.isPresent()) {
      throw new IllegalStateException("frames are compressed already");
    }
    compressor =
        Optional.of(new FrameCompressor(segmentCompressor, minimumBytes, ratioLimit, allocator));
  }

  /** Does what can be done ahead for the next frame, while there is nothing else to do. */
  public void prepare() {
    format.prepare();
  }

  /** Drops what is held for compression; nothing more can be encoded. */
  public void release() {
    compressor.ifPresent(FrameCompressor::release);
    compressor = Optional.empty();
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
    message(header, header.seq(), header.ackSeq(), front, middle, data, out);
  }

  /**
   * Appends a message with other sequence numbers than those in its header; else as {@link
   * #message(MessageHeader, ByteBuf, ByteBuf, ByteBuf, FrameOutput)}.
   *
   * @throws NonceExhaustedException when the connection can encrypt nothing more
   */
  public void message(
      MessageHeader header,
      long seq,
      long ackSeq,
      ByteBuf front,
      ByteBuf middle,
      ByteBuf data,
      FrameOutput out) {
    header.write(seq, ackSeq, encodedHeader);
    encode(Tag.MESSAGE, MESSAGE_ALIGNMENTS, false, headerBytes, front, middle, data, out);
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
    header.write(header.seq(), header.ackSeq(), encodedHeader);
    encode(Tag.MESSAGE, MESSAGE_ALIGNMENTS, true, headerBytes, front, middle, data, out);
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
    if (compressor.isPresent() && compressor.get().compress(segments)) {
      writeCompressed(compressor.get(), tag, alignments, aborted, out);
      return;
    }
    preamble.describe(tag, segments, alignments);
    format.write(preamble, segments, aborted, out);
  }

  private void writeCompressed(
      FrameCompressor by, Tag tag, int[] alignments, boolean aborted, FrameOutput out) {
    try {
      preamble.describe(tag, by.segments(), alignments);
      preamble.markCompressed();
      format.write(preamble, by.segments(), aborted, out);
    } finally {
      by.clear();
    }
  }
}
