// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Bytes that may be a banner; the first one tells how they are cut. */
@org.junit.jupiter.api.Tag("fuzz")
class BannerFuzzTest {
  private record Outcome(Optional<Banner> banner, Optional<Violation> violation) {}

  @FuzzTest
  void decodes_the_same_however_it_is_cut(byte @NotNull [] input) {
    if (input.length == 0) {
      return;
    }
    int cut = 1 + (input[0] & 0x0f);
    Outcome whole = decode(input, input.length);
    assertThat(decode(input, cut)).isEqualTo(whole);
    whole
        .banner()
        .ifPresent(
            banner ->
                assertThat(new BannerDecoder().decode(Unpooled.wrappedBuffer(banner.toBytes())))
                    .isEqualTo(banner));
  }

  private static Outcome decode(byte[] input, int pieceBytes) {
    BannerDecoder decoder = new BannerDecoder();
    try {
      for (int at = 1; at < input.length; at += pieceBytes) {
        ByteBuf piece = Unpooled.wrappedBuffer(input, at, Math.min(pieceBytes, input.length - at));
        Banner banner = decoder.decode(piece);
        if (banner != null) {
          return new Outcome(Optional.of(banner), Optional.empty());
        }
        assertThat(piece.isReadable()).isFalse();
      }
      return new Outcome(Optional.empty(), Optional.empty());
    } catch (ProtocolException e) {
      return new Outcome(Optional.empty(), Optional.of(e.violation()));
    }
  }
}
