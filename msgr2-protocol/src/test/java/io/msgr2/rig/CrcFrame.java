// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.frame.Revision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Frames of crc mode made and taken apart by hand: what the production encoder would not send, and
 * where in a recording it is.
 *
 * @param tag the tag's number
 * @param at where the frame begins
 * @param payloadBytes the length of its only segment
 */
public record CrcFrame(Revision revision, int tag, int at, int payloadBytes) {
  private static final int PREAMBLE_BYTES = 32;
  private static final int PREAMBLE_CRC_AT = 28;
  private static final int EPILOGUE_BYTES = 17;

  /** Java's CRC32C of 28 zero bytes: what turns it into one that starts from zero. */
  private static final int SEED_0 = 0xF7C9C769;

  /** Returns a frame of one segment with any tag and any payload. */
  public static byte[] control(Revision revision, int tag, byte[] payload) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeBytes(preamble(tag, payload.length)).writeBytes(payload);
    switch (revision) {
      case V2_1 -> {
        if (payload.length > 0) {
          frame.writeIntLE(segmentCrc(payload));
        }
      }
      case V2_0 -> frame.writeByte(0).writeIntLE(segmentCrc(payload)).writeZero(3 * Integer.BYTES);
    }
    return ByteBufUtil.getBytes(frame);
  }

  /** Returns a preamble that announces one segment of the given length. */
  public static byte[] preamble(int tag, int payloadBytes) {
    ByteBuf preamble = Unpooled.buffer(PREAMBLE_BYTES);
    preamble.writeByte(tag).writeByte(1).writeIntLE(payloadBytes).writeShortLE(8);
    preamble.writeZero(PREAMBLE_CRC_AT - preamble.writerIndex());
    byte[] bytes = ByteBufUtil.getBytes(preamble, 0, PREAMBLE_CRC_AT);
    return ByteBufUtil.getBytes(preamble.writeIntLE(preambleCrc(bytes)));
  }

  /** Marks a msgr2.0 frame as one that the sender gave up. */
  public static byte[] aborted20(byte[] frame) {
    byte[] aborted = frame.clone();
    aborted[frame.length - EPILOGUE_BYTES] |= 1;
    return aborted;
  }

  /** Returns the frames in a recording of one direction, from its banner to the given tag. */
  public static List<CrcFrame> parse(Revision revision, byte[] recorded, int lastTag) {
    ByteBuf in = Unpooled.wrappedBuffer(recorded);
    List<CrcFrame> frames = new ArrayList<>();
    int at = 10 + in.getUnsignedShortLE(8);
    CrcFrame frame;
    do {
      frame = new CrcFrame(revision, in.getByte(at), at, in.getIntLE(at + 2));
      frames.add(frame);
      at = frame.end();
    } while (frame.tag != lastTag);
    return frames;
  }

  /** Returns where the next frame begins. */
  public int end() {
    int payloadEnd = at + PREAMBLE_BYTES + payloadBytes;
    return switch (revision) {
      case V2_0 -> payloadEnd + EPILOGUE_BYTES;
      case V2_1 -> payloadBytes == 0 ? payloadEnd : payloadEnd + Integer.BYTES;
    };
  }

  /**
   * Flips bits of the frame on the given link, and those of the checksum that covers them, so that
   * only AUTH_SIGNATURE can tell.
   *
   * @param recorded the conversation that the frame is part of
   * @param place counted from the first byte of the frame
   * @return whether there is such a place; checksums are none
   */
  public boolean flipUnnoticed(Link link, byte[] recorded, int place, int mask) {
    int from = at;
    int to = at + PREAMBLE_CRC_AT;
    int crcAt = to;
    if (place >= PREAMBLE_BYTES) {
      from = at + PREAMBLE_BYTES;
      to = from + payloadBytes;
      crcAt = revision == Revision.V2_1 ? to : to + 1;
    }
    if (at + place >= to) {
      return false;
    }
    byte[] covered = Arrays.copyOfRange(recorded, from, to);
    boolean preamble = from == at;
    int before = preamble ? preambleCrc(covered) : segmentCrc(covered);
    covered[at + place - from] ^= (byte) mask;
    int after = preamble ? preambleCrc(covered) : segmentCrc(covered);
    link.flip(at + place, mask);
    for (int i = 0; i < Integer.BYTES; i++) {
      link.flip(crcAt + i, (before ^ after) >> 8 * i & 0xff);
    }
    return true;
  }

  private static int preambleCrc(byte[] bytes) {
    return crc(bytes) ^ SEED_0;
  }

  private static int segmentCrc(byte[] bytes) {
    return ~crc(bytes);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
