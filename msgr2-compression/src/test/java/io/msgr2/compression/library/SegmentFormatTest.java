// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of compressed segments: those of C libraries, and what must not be taken for any. */
class SegmentFormatTest {
  private static final int PATTERN_BYTES = 6000;
  private static final int LIMIT_BYTES = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "SNAPPY, snappy",
    "ZLIB, zlib",
    "ZLIB, zlib.streams",
    "ZSTD, zstd",
    "LZ4, lz4",
    "LZ4, lz4.chain"
  })
  void reads_what_c_libraries_write(CompressionMethod method, String segment) {
    assertThat(Samples.decompress(method, Samples.segment(segment), LIMIT_BYTES))
        .isEqualTo(Samples.pattern(PATTERN_BYTES));
  }

  @ParameterizedTest
  @EnumSource
  void writes_what_c_libraries_write(CompressionMethod method) {
    assertThat(Samples.compress(method, Samples.pattern(PATTERN_BYTES)))
        .isEqualTo(Samples.segment(method.toString()));
  }

  @ParameterizedTest
  @EnumSource
  void bytes_come_back_whatever_their_number_and_kind(CompressionMethod method) {
    for (int bytes : new int[] {1, 2, 15, 64, 255, 4095, 65_536, 300_000}) {
      for (byte[] plain : List.of(new byte[bytes], Samples.pattern(bytes), Samples.mixed(bytes))) {
        assertThat(Samples.decompress(method, Samples.compress(method, plain), bytes))
            .isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void takes_every_kind_of_buffer_and_leaves_it_as_it_is(CompressionMethod method) {
    byte[] plain = Samples.pattern(PATTERN_BYTES);
    byte[] compressed = Samples.segment(method.toString());
    SegmentCompressor compressor = CompressionAlgorithms.find(method).compressor();
    SegmentDecompressor decompressor = CompressionAlgorithms.find(method).decompressor();
    var limit = new DecompressionLimit(PATTERN_BYTES, Violation.DECOMPRESSED_TOO_LARGE);
    for (boolean pooled : new boolean[] {false, true}) {
      var allocator = pooled ? PooledByteBufAllocator.DEFAULT : UnpooledByteBufAllocator.DEFAULT;
      for (ByteBuf in : kinds(plain)) {
        assertThat(Samples.taken(compressor.compress(in, allocator))).isEqualTo(compressed);
        assertThat(in.readableBytes()).isEqualTo(plain.length);
        in.release();
      }
      for (ByteBuf in : kinds(compressed)) {
        assertThat(Samples.taken(decompressor.decompress(in, allocator, limit))).isEqualTo(plain);
        assertThat(in.readableBytes()).isEqualTo(compressed.length);
        in.release();
      }
    }
    compressor.release();
    decompressor.release();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SNAPPY snappy", "ZLIB zlib", "ZSTD zstd", "LZ4 lz4", "LZ4 lz4.chain"})
  void refuses_a_segment_that_is_cut(String sample) {
    CompressionMethod method = CompressionMethod.valueOf(sample.replaceAll(" .*", ""));
    byte[] whole = Samples.segment(sample.replaceAll(".* ", ""));
    for (int length = 1; length < whole.length; length++) {
      expectRefused(
          Violation.COMPRESSED_MALFORMED, method, Arrays.copyOf(whole, length), LIMIT_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SNAPPY snappy", "ZLIB zlib", "ZSTD zstd", "LZ4 lz4", "LZ4 lz4.chain"})
  void survives_every_flipped_bit(String sample) {
    CompressionMethod method = CompressionMethod.valueOf(sample.replaceAll(" .*", ""));
    byte[] whole = Samples.segment(sample.replaceAll(".* ", ""));
    int refused = 0;
    for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        assertThat(Samples.decompress(method, flipped, LIMIT_BYTES)).hasSizeLessThan(LIMIT_BYTES);
      } catch (ProtocolException e) {
        assertThat(e.violation())
            .isIn(Violation.COMPRESSED_MALFORMED, Violation.DECOMPRESSED_TOO_LARGE);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void becomes_exactly_as_long_as_is_allowed_and_no_longer(CompressionMethod method) {
    byte[] zeros = Samples.compress(method, new byte[PATTERN_BYTES]);
    assertThat(Samples.decompress(method, zeros, PATTERN_BYTES)).hasSize(PATTERN_BYTES);
    expectRefused(Violation.DECOMPRESSED_TOO_LARGE, method, zeros, PATTERN_BYTES - 1);
  }

  /** A length is believed within the limit only: these announce far more than they have. */
  @Test
  void refuses_an_announced_length_before_it_allocates() {
    byte[] snappy = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0};
    byte[] zstd = {-1, -1, -1, -1, 0};
    byte[] lz4 = little(1, -1, 1, 0);
    byte[] lz4Sum = little(3, 1 << 19, 1, 1 << 19, 1, 1, 1, 0);
    expectRefused(Violation.DECOMPRESSED_TOO_LARGE, CompressionMethod.SNAPPY, snappy, LIMIT_BYTES);
    expectRefused(Violation.DECOMPRESSED_TOO_LARGE, CompressionMethod.ZSTD, zstd, LIMIT_BYTES);
    expectRefused(Violation.DECOMPRESSED_TOO_LARGE, CompressionMethod.LZ4, lz4, LIMIT_BYTES);
    expectRefused(Violation.DECOMPRESSED_TOO_LARGE, CompressionMethod.LZ4, lz4Sum, LIMIT_BYTES);
  }

  @Test
  void refuses_a_length_that_the_content_does_not_have() {
    byte[] zstd = Samples.segment("zstd");
    byte[] lz4 = Samples.segment("lz4");
    byte[] snappy = Samples.segment("snappy");
    for (int by : new int[] {-1, 1}) {
      expectRefused(
          Violation.COMPRESSED_MALFORMED, CompressionMethod.ZSTD, raised(zstd, 0, by), LIMIT_BYTES);
      expectRefused(
          Violation.COMPRESSED_MALFORMED, CompressionMethod.LZ4, raised(lz4, 4, by), LIMIT_BYTES);
      expectRefused(
          Violation.COMPRESSED_MALFORMED,
          CompressionMethod.SNAPPY,
          raised(snappy, 0, by),
          LIMIT_BYTES);
    }
  }

  @Test
  void refuses_tables_of_lz4_that_do_not_fit() {
    for (byte[] bad :
        List.of(
            little(0),
            little(-1, 1, 1),
            little(2, 1, 1),
            little(1, 1, 5, 0),
            new byte[] {1, 0, 0})) {
      expectRefused(Violation.COMPRESSED_MALFORMED, CompressionMethod.LZ4, bad, LIMIT_BYTES);
    }
  }

  private static void expectRefused(
      Violation violation, CompressionMethod method, byte[] segment, int limitBytes) {
    assertThatThrownBy(() -> Samples.decompress(method, segment, limitBytes))
        .isInstanceOfSatisfying(
            ProtocolException.class, e -> assertThat(e.violation()).isEqualTo(violation));
  }

  private static byte[] raised(byte[] segment, int at, int by) {
    byte[] changed = segment.clone();
    changed[at] += (byte) by;
    return changed;
  }

  private static byte[] little(int... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int word : words) {
      bytes.putInt(word);
    }
    return bytes.array();
  }

  private static List<ByteBuf> kinds(byte[] bytes) {
    return List.of(
        Unpooled.buffer().writeLong(0).writeBytes(bytes).skipBytes(8),
        Unpooled.directBuffer().writeLong(0).writeBytes(bytes).skipBytes(8),
        Unpooled.buffer().writeBytes(bytes).asReadOnly(),
        PooledByteBufAllocator.DEFAULT.heapBuffer().writeBytes(bytes),
        PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes),
        Unpooled.wrappedBuffer(
            Unpooled.copiedBuffer(bytes, 0, 9),
            Unpooled.directBuffer().writeBytes(bytes, 9, bytes.length - 9)));
  }
}
