// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * One direction between two hosts of a {@link Network}, and how badly it carries. Bytes of a TCP
 * connection are neither lost nor swapped; they are late, and in pieces.
 */
public final class Path {
  private static final long DEFAULT_DELAY_NANOS = 50_000;

  private final List<Runnable> stuck = new ArrayList<>();
  private LongSupplier delayNanos = () -> DEFAULT_DELAY_NANOS;
  private IntUnaryOperator slicer = available -> available;
  private boolean held;

  Path() {}

  /** Takes so long for everything that is sent from now on. */
  public Path delayMs(double ms) {
    long nanos = Math.round(ms * VirtualClock.NANOS_PER_MS);
    return delayNanos(() -> nanos);
  }

  /** Takes as long as the given function says, which is asked for every piece. */
  public Path delayNanos(LongSupplier newDelayNanos) {
    delayNanos = newDelayNanos;
    return this;
  }

  /**
   * Delivers in pieces of lengths, at least 1, that the given function makes from how much is
   * there.
   */
  public Path slice(IntUnaryOperator lengths) {
    slicer = lengths;
    return this;
  }

  /**
   * Delivers nothing until {@link #letGo}, as when cables are cut or packets are dropped; what is
   * sent piles up, and so do attempts to connect.
   */
  public Path hold() {
    held = true;
    return this;
  }

  /** Delivers again what was held. */
  public Path letGo() {
    held = false;
    List<Runnable> free = List.copyOf(stuck);
    stuck.clear();
    free.forEach(Runnable::run);
    return this;
  }

  /** Returns whether nothing is delivered until {@link #letGo}. */
  public boolean isHeld() {
    return held;
  }

  long nextDelayNanos() {
    return delayNanos.getAsLong();
  }

  int slice(int available) {
    return Math.max(1, Math.min(available, slicer.applyAsInt(available)));
  }

  /** Does something now, or when the path is let go. */
  void pass(Runnable action) {
    if (held) {
      stuck.add(action);
    } else {
      action.run();
    }
  }
}
