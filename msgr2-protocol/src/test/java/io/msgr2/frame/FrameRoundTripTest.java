// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.RatioLimit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames of up to four segments, there and back, each part as long on the wire as it must be. */
class FrameRoundTripTest {
  private static final int[][] LENGTHS = {{0, 1, 48, 49}, {0, 101}, {0, 202}, {0, 303}};
  private static final int LIMIT_BYTES = 4096;
  private static final int MINIMUM_BYTES = 1024;
  private static final int PREAMBLE_BYTES = 32;
  private static final int INLINE_BYTES = 48;
  private static final int AUTH_TAG_BYTES = 16;

  @ParameterizedTest
  @EnumSource
  void every_combination_of_lengths_comes_back(FrameMode mode) {
    for (int[] lengths : combinations()) {
      exchange(mode, lengths, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void several_frames_in_a_row_come_back(FrameMode mode) {
    for (int[] lengths : combinations()) {
      exchange(mode, lengths, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_combination_of_lengths_comes_back_where_compression_was_agreed_on(FrameMode mode) {
    for (int[] lengths : combinations()) {
      exchangeWithCompression(mode, lengths, 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void several_frames_in_a_row_come_back_where_compression_was_agreed_on(FrameMode mode) {
    for (int[] lengths : combinations()) {
      exchangeWithCompression(mode, lengths, 3);
    }
  }

  private static void exchange(FrameMode mode, int[] lengths, int frames) {
    exchange(
        mode,
        mode.encoder(),
        mode.decoder(LIMIT_BYTES, UnpooledByteBufAllocator.DEFAULT),
        lengths,
        frames);
  }

  /** All of these frames are too short to be compressed, and as long on the wire as without. */
  private static void exchangeWithCompression(FrameMode mode, int[] lengths, int frames) {
    CompressionAlgorithm zlib = CompressionAlgorithms.find(CompressionMethod.ZLIB);
    FrameEncoder encoder = mode.encoder();
    FrameDecoder decoder = mode.decoder(LIMIT_BYTES, UnpooledByteBufAllocator.DEFAULT);
    encoder.compress(
        zlib.compressor(), MINIMUM_BYTES, RatioLimit.DEFAULT, UnpooledByteBufAllocator.DEFAULT);
    decoder.decompress(zlib.decompressor(), RatioLimit.DEFAULT);
    exchange(mode, encoder, decoder, lengths, frames);
  }

  private static void exchange(
      FrameMode mode, FrameEncoder encoder, FrameDecoder decoder, int[] lengths, int frames) {
    Random random = new Random(Arrays.hashCode(lengths));
    for (int i = 0; i < frames; i++) {
      byte[][] segments = Frames.random(random, Arrays.copyOf(lengths, used(lengths)));
      RawFrame sent = Frames.decoded(Tag.MESSAGE, segments);
      byte[] wire = Encoded.bytes(out -> encoder.raw(sent, out));
      sent.release();
      assertThat(wire)
          .as("%s %s", mode, Arrays.toString(lengths))
          .hasSize(wireBytes(mode, lengths));
      ByteBuf in = Unpooled.wrappedBuffer(wire);
      SeenFrame received = SeenFrame.take(decoder.decode(in));
      assertThat(in.isReadable()).isFalse();
      in.release();
      assertThat(received.tag()).isEqualTo(Tag.MESSAGE);
      List<String> expected = new ArrayList<>(List.of("", "", "", ""));
      for (int segment = 0; segment < segments.length; segment++) {
        expected.set(segment, ByteBufUtil.hexDump(segments[segment]));
      }
      assertThat(received.segments()).isEqualTo(expected);
    }
    encoder.release();
    decoder.release();
  }

  /** Returns how many segments there are up to the last one that is not empty; at least one. */
  private static int used(int[] lengths) {
    int used = lengths.length;
    while (used > 1 && lengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  private static int wireBytes(FrameMode mode, int[] lengths) {
    int rest = 0;
    for (int i = 1; i < lengths.length; i++) {
      rest += mode.isSecure() ? padded(lengths[i]) : lengths[i];
    }
    int first = lengths[0];
    boolean single = used(lengths) == 1;
    return rest
        + switch (mode) {
          case CRC_2_0 -> PREAMBLE_BYTES + first + 17;
          case SECURE_2_0 -> PREAMBLE_BYTES + padded(first) + 32;
          case CRC_2_1 ->
              PREAMBLE_BYTES + (first == 0 ? 0 : first + Integer.BYTES) + (single ? 0 : 13);
          case SECURE_2_1 ->
              PREAMBLE_BYTES
                  + INLINE_BYTES
                  + AUTH_TAG_BYTES
                  + (padded(first) > INLINE_BYTES
                      ? padded(first) - INLINE_BYTES + AUTH_TAG_BYTES
                      : 0)
                  + (single ? 0 : 32);
        };
  }

  private static int padded(int bytes) {
    return (bytes + 15) / 16 * 16;
  }

  private static List<int[]> combinations() {
    List<int[]> combinations = new ArrayList<>();
    for (int header : LENGTHS[0]) {
      for (int front : LENGTHS[1]) {
        for (int middle : LENGTHS[2]) {
          for (int data : LENGTHS[3]) {
            combinations.add(new int[] {header, front, middle, data});
          }
        }
      }
    }
    return combinations;
  }
}
