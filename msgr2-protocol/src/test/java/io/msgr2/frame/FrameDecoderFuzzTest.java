// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import java.util.List;

/** Bytes as anyone can send them who reaches the port. */
@org.junit.jupiter.api.Tag("fuzz")
class FrameDecoderFuzzTest {
  private static final List<FrameMode> MODES = List.of(FrameMode.values());
  private static final List<Integer> LIMITS = List.of(4096, 64);

  @FuzzTest
  void decodes_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    FrameMode mode = script.one(MODES);
    int limitBytes = script.one(LIMITS);
    FuzzInput cuts = new FuzzInput(script.bytes(2));
    FrameProperties.check(mode, limitBytes, script.rest(), cuts);
  }
}
