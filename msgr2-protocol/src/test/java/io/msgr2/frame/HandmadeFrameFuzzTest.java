// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Frames of a peer that has the keys and computes the checksums, but breaks any other rule. No
 * fuzzer gets past those by itself.
 */
@org.junit.jupiter.api.Tag("fuzz")
class HandmadeFrameFuzzTest {
  private static final List<FrameMode> MODES = List.of(FrameMode.values());
  private static final List<Integer> LIMITS = List.of(4096, 64);
  private static final List<Integer> ALIGNMENTS =
      List.of(8, 0, 1, 3, 4, 9, 16, 24, 512, 4096, 0x8000, 0xffff);
  private static final int MAX_SEGMENTS = 4;

  @FuzzTest
  void decodes_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    FrameMode mode = script.one(MODES);
    int limitBytes = script.one(LIMITS);
    FuzzInput cuts = new FuzzInput(script.bytes(2));
    HandmadeSender sender = new HandmadeSender(mode);
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    while (!script.isEmpty()) {
      wire.writeBytes(sender.send(frame(script)));
    }
    FrameProperties.check(mode, limitBytes, wire.toByteArray(), cuts);
  }

  private static HandmadeFrame frame(FuzzInput script) {
    int tag = script.u8();
    int deviations = script.u8();
    byte[][] segments = new byte[1 + script.u8() % MAX_SEGMENTS][];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = script.chunk();
    }
    HandmadeFrame frame = HandmadeFrame.of(Tag.WAIT, segments).tag(tag);
    if ((deviations & 1) != 0) {
      frame.count(script.u8());
    }
    if ((deviations & 2) != 0) {
      frame.length(script.u8() % MAX_SEGMENTS, script.u32());
    }
    if ((deviations & 4) != 0) {
      frame.alignment(script.u8() % MAX_SEGMENTS, script.one(ALIGNMENTS));
    }
    if ((deviations & 8) != 0) {
      frame.flags(script.u8()).reserved(script.u8());
    }
    if ((deviations & 16) != 0) {
      frame.late(script.u8());
    }
    if ((deviations & 32) != 0) {
      frame.wrongSegmentCrc(script.u8() % MAX_SEGMENTS);
    }
    return frame;
  }
}
