// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;

/**
 * Randomness that was thought up before: challenges and nonces one after the other, and for
 * everything else, confounders above all, the bytes f0, f1, … over and over.
 */
public final class ScriptedRandom implements RandomGenerator {
  private final Deque<Long> numbers = new ArrayDeque<>();

  public ScriptedRandom(Long... numbers) {
    this.numbers.addAll(Arrays.asList(numbers));
  }

  @Override
  public long nextLong() {
    return numbers.remove();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xf0 + i % 16);
    }
  }
}
