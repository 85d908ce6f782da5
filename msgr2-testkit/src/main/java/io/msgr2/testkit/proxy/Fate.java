// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import java.util.List;
import java.util.stream.Stream;

/**
 * What one connection goes through, as far as it is known when it is accepted.
 *
 * @param delayMs how much later than it came every byte is forwarded, in either direction
 * @param bytesPerSecond how fast bytes are forwarded, in each direction; 0 for as fast as they come
 * @param timed what happens when the connection has a certain age
 * @param counted what happens when so much was forwarded, in both directions together
 */
public record Fate(int delayMs, long bytesPerSecond, List<AtAge> timed, List<AtByte> counted) {
  private static final Fate CALM = new Fate(0, 0, List.of(), List.of());

  /**
   * @param ms how old the connection is
   */
  public record AtAge(long ms, Fault fault) {}

  /**
   * @param bytes how many are forwarded before the fault, exactly; with 0 the fault comes before
   *     the target is dialled
   */
  public record AtByte(long bytes, Fault fault) {}

  /**
   * @throws IllegalArgumentException when a number is negative
   */
  public Fate {
    if (delayMs < 0 || bytesPerSecond < 0) {
      throw new IllegalArgumentException("delay and rate must not be negative");
    }
    timed = List.copyOf(timed);
    counted = List.copyOf(counted);
  }

  /** Returns the fate of a connection that nothing happens to. */
  public static Fate calm() {
    return CALM;
  }

  /** Returns the same, but everything is forwarded later. */
  public Fate delayed(int ms) {
    return new Fate(ms, bytesPerSecond, timed, counted);
  }

  /** Returns the same, but no more bytes are forwarded in a second and direction. */
  public Fate limited(long newBytesPerSecond) {
    return new Fate(delayMs, newBytesPerSecond, timed, counted);
  }

  /** Returns the same with a fault that happens when the connection is so old. */
  public Fate afterMs(long ms, Fault fault) {
    return new Fate(delayMs, bytesPerSecond, with(timed, new AtAge(ms, fault)), counted);
  }

  /** Returns the same with a fault that happens when so much was forwarded. */
  public Fate afterBytes(long bytes, Fault fault) {
    return new Fate(delayMs, bytesPerSecond, timed, with(counted, new AtByte(bytes, fault)));
  }

  private static <T> List<T> with(List<T> list, T more) {
    return Stream.concat(list.stream(), Stream.of(more)).toList();
  }
}
