// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionMethod;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * Segments as a peer can send them once compression was agreed on; the first byte is the method.
 */
@Tag("fuzz")
class DecompressorFuzzTest {
  private static final List<CompressionMethod> METHODS = List.of(CompressionMethod.values());
  private static final int LIMIT_BYTES = 1 << 16;

  @FuzzTest
  void decompresses_or_refuses(byte @NotNull [] input) {
    if (input.length < 2) {
      return;
    }
    CompressionMethod method = METHODS.get((input[0] & 0xff) % METHODS.size());
    byte[] plain;
    try {
      plain = Samples.decompress(method, Arrays.copyOfRange(input, 1, input.length), LIMIT_BYTES);
    } catch (ProtocolException e) {
      assertThat(e.violation())
          .isIn(Violation.COMPRESSED_MALFORMED, Violation.DECOMPRESSED_TOO_LARGE);
      return;
    }
    assertThat(plain).hasSizeLessThanOrEqualTo(LIMIT_BYTES);
    if (plain.length > 0) {
      assertThat(Samples.decompress(method, Samples.compress(method, plain), plain.length))
          .isEqualTo(plain);
    }
  }
}
