// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Random;

/** Bytes to compress, what C libraries make of some, and both directions on arrays. */
final class Samples {
  private static final String TEXT = "msgr2 frame payload, ";
  private static final int SHIFT_BYTES = 4096;
  private static final int SHIFTS = 7;

  private Samples() {}

  /** Returns what the recordings and {@code segments.properties} are made of. */
  static byte[] pattern(int bytes) {
    byte[] pattern = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      pattern[i] = (byte) (TEXT.charAt(i % TEXT.length()) + i / SHIFT_BYTES % SHIFTS);
    }
    return pattern;
  }

  /** Returns text and runs, with stretches in between that cannot be compressed. */
  static byte[] mixed(int bytes) {
    Random random = new Random(bytes);
    byte[] mixed = pattern(bytes);
    for (int at = 0; at < bytes; ) {
      byte[] noise = new byte[Math.min(random.nextInt(300), bytes - at)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, mixed, at, noise.length);
      at += noise.length + 1 + random.nextInt(2000);
    }
    return mixed;
  }

  /** Returns a segment that a C library made of {@code pattern(6000)}. */
  static byte[] segment(String name) {
    try (InputStream in = Samples.class.getResourceAsStream("segments.properties")) {
      Properties segments = new Properties();
      segments.load(in);
      return HexFormat.of().parseHex(segments.getProperty(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] compress(CompressionMethod method, byte[] plain) {
    SegmentCompressor compressor = CompressionAlgorithms.find(method).compressor();
    try {
      return taken(
          compressor.compress(Unpooled.wrappedBuffer(plain), UnpooledByteBufAllocator.DEFAULT));
    } finally {
      compressor.release();
    }
  }

  static byte[] decompress(CompressionMethod method, byte[] compressed, int limitBytes) {
    SegmentDecompressor decompressor = CompressionAlgorithms.find(method).decompressor();
    try {
      return taken(
          decompressor.decompress(
              Unpooled.wrappedBuffer(compressed),
              UnpooledByteBufAllocator.DEFAULT,
              new DecompressionLimit(limitBytes, Violation.DECOMPRESSED_TOO_LARGE)));
    } finally {
      decompressor.release();
    }
  }

  static byte[] taken(ByteBuf buffer) {
    byte[] bytes = ByteBufUtil.getBytes(buffer);
    buffer.release();
    return bytes;
  }
}
