// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameLayoutTest {
  /** Lengths around the inline buffer, whole blocks, and none at all. */
  private static final int[] LENGTHS = {0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 49, 63, 64, 65};

  @ParameterizedTest
  @CsvSource({
    // Lengths of the segments; 2.0 crc, 2.0 secure, 2.1 crc, 2.1 secure.
    "0,            32+17,        32+32,        32,           96",
    "20,           32+20+17,     32+32+32,     32+24,        96",
    "48,           32+48+17,     32+48+32,     32+52,        96",
    "49,           32+49+17,     32+64+32,     32+53,        96+32",
    "41+101,       32+41+101+17, 32+48+112+32, 32+45+101+13, 96+112+32",
    "41+0+0+303,   32+41+303+17, 32+48+304+32, 32+45+303+13, 96+304+32",
  })
  void sizes_on_the_wire(
      String lengths, String crc20, String secure20, String crc21, String secure21) {
    String[] parts = lengths.split("\\+", -1);
    byte[][] segments = new byte[parts.length][];
    for (int i = 0; i < parts.length; i++) {
      segments[i] = new byte[Integer.parseInt(parts[i])];
    }
    assertThat(encode(FrameMode.CRC_2_0, segments)).hasSize(sum(crc20));
    assertThat(encode(FrameMode.SECURE_2_0, segments)).hasSize(sum(secure20));
    assertThat(encode(FrameMode.CRC_2_1, segments)).hasSize(sum(crc21));
    assertThat(encode(FrameMode.SECURE_2_1, segments)).hasSize(sum(secure21));
  }

  @ParameterizedTest
  @EnumSource
  void encodes_and_decodes_every_combination_of_lengths(FrameMode mode) {
    // One connection for all of them, so that the nonces must keep in step too.
    FrameEncoder encoder = mode.encoder();
    HandmadeSender sender = new HandmadeSender(mode);
    for (byte[][] segments : combinations()) {
      RawFrame frame = Frames.decoded(Tag.MESSAGE, segments);
      byte[] wire = Encoded.bytes(out -> encoder.raw(frame, out));
      frame.release();
      assertThat(wire).isEqualTo(sender.send(HandmadeFrame.of(Tag.MESSAGE, segments)));
    }
  }

  @Test
  void rounds_up_to_whole_blocks() {
    assertThat(FrameLayout.padded(0)).isZero();
    assertThat(FrameLayout.padded(1)).isEqualTo(16);
    assertThat(FrameLayout.padded(16)).isEqualTo(16);
    assertThat(FrameLayout.padded(17)).isEqualTo(32);
  }

  private static List<byte[][]> combinations() {
    Random random = new Random(1);
    List<byte[][]> combinations = new ArrayList<>();
    for (int first : LENGTHS) {
      combinations.add(Frames.random(random, first));
      for (int last : LENGTHS) {
        if (last > 0) {
          combinations.add(Frames.random(random, first, last));
          combinations.add(Frames.random(random, first, 0, last));
          combinations.add(Frames.random(random, first, last, 0, last));
        }
      }
    }
    return combinations;
  }

  private static byte[] encode(FrameMode mode, byte[][] segments) {
    RawFrame frame = Frames.decoded(Tag.MESSAGE, segments);
    byte[] wire = Encoded.bytes(out -> mode.encoder().raw(frame, out));
    frame.release();
    return wire;
  }

  private static int sum(String terms) {
    int sum = 0;
    for (String term : terms.split("\\+", -1)) {
      sum += Integer.parseInt(term);
    }
    return sum;
  }
}
