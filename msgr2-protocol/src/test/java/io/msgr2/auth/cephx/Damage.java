// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ways to damage a payload of which there are few enough to try them all. */
final class Damage {
  private Damage() {}

  /** Cutting a payload at every length, flipping each of its bits, and adding a byte to it. */
  static Stream<UnaryOperator<byte[]>> ways(int payloadBytes) {
    return Stream.of(
            cuts(payloadBytes),
            flips(payloadBytes),
            Stream.<UnaryOperator<byte[]>>of(payload -> Arrays.copyOf(payload, payload.length + 1)))
        .flatMap(each -> each);
  }

  /** Cutting a payload at every length. */
  static Stream<UnaryOperator<byte[]>> cuts(int payloadBytes) {
    return IntStream.range(0, payloadBytes)
        .mapToObj(length -> payload -> Arrays.copyOf(payload, length));
  }

  /** Flipping each of a payload's bits. */
  static Stream<UnaryOperator<byte[]>> flips(int payloadBytes) {
    return IntStream.range(0, payloadBytes * Byte.SIZE)
        .mapToObj(
            bit ->
                payload -> {
                  byte[] flipped = payload.clone();
                  flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                  return flipped;
                });
  }
}
