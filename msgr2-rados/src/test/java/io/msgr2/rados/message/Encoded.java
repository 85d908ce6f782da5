// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;

/** Encodings as hexadecimal text, and the ways to get from there to values and back. */
final class Encoded {
  /** What a monitor of Ceph 20.2.4 sent; two types of keys are allowed. */
  static final String MON_MAP_V10 =
      "0a06c00000003111111122223333444455555555555501000000f70a006bfd2d2621f70a006bfd2d262101010800"
          + "0000ff0f008001000000010108000000000000000000000001000000010000006106013d0000000100000061"
          + "02010000000101011c0000000200000000000000100000000200a92e7f000001000000000000000000000000"
          + "00000000f70a006b206626210100000001000000611400000000010000000000000000000000000000000000"
          + "0200000002000000010000000200000002000000";

  /** What a monitor of Ceph 16.2.15 sent. */
  static final String MON_MAP_V9 =
      "0906a0000000340e58351e0d4b79825c9675cda13ffd010000000b1e006bf553f32a0b1e006bf553f32a01010800"
          + "0000ff0000000000000001010800000000000000000000000100000001000000610501350000000100000061"
          + "02010000000101011c00000002000000000000001000000002005eec7f000001000000000000000000000000"
          + "0000000001000000010000006110000000000100000000000000000000000000";

  private Encoded() {}

  /** Returns the full OSD map of a cluster of the given release with one OSD and one pool. */
  static byte[] osdMap(String release) {
    try (InputStream hex = Encoded.class.getResourceAsStream("osdmap-" + release + ".hex")) {
      return bytes(new String(hex.readAllBytes(), StandardCharsets.US_ASCII).replace("\n", ""));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  static String hex(Consumer<WireWriter> encoder) {
    return HexFormat.of().formatHex(WireWriter.toBytes(encoder));
  }

  static <T> T read(byte[] bytes, Function<WireReader, T> decoder) {
    return decoder.apply(new WireReader(Unpooled.wrappedBuffer(bytes)));
  }

  static <T> T read(String hex, Function<WireReader, T> decoder) {
    return read(bytes(hex), decoder);
  }

  static byte[] cut(byte[] bytes, int length) {
    return Arrays.copyOf(bytes, length);
  }

  static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }
}
