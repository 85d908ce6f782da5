// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.compression;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What is in a segment. */
public enum Content {
  /** Lines of a log, each a little different. */
  TEXT {
    @Override
    byte[] bytes(int length) {
      SplittableRandom random = new SplittableRandom(length);
      StringBuilder text = new StringBuilder();
      while (text.length() < length) {
        text.append("2026-01-01T00:00:")
            .append(random.nextInt(10, 60))
            .append(" osd.")
            .append(random.nextInt(100))
            .append(" slow request ")
            .append(random.nextInt(1_000_000))
            .append(" us, currently waiting for sub ops\n");
      }
      return text.substring(0, length).getBytes(StandardCharsets.US_ASCII);
    }
  },
  /** Half of it text, half of it noise, in blocks of 256 bytes. */
  MIXED {
    @Override
    byte[] bytes(int length) {
      byte[] text = TEXT.bytes(length);
      byte[] noise = NOISE.bytes(length);
      for (int i = 0; i < length; i++) {
        if ((i & BLOCK_BYTES) != 0) {
          text[i] = noise[i];
        }
      }
      return text;
    }
  },
  /** What cannot be compressed. */
  NOISE {
    @Override
    byte[] bytes(int length) {
      byte[] noise = new byte[length];
      new SplittableRandom(length).nextBytes(noise);
      return noise;
    }
  };

  private static final int BLOCK_BYTES = 256;

  abstract byte[] bytes(int length);
}
