// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import java.util.PriorityQueue;

/**
 * Time that passes only when there is nothing left to do: a list of what happens when. What is due
 * at the same time happens in the order in which it was asked for.
 */
public final class VirtualClock {
  /** The time that never comes. */
  public static final long NEVER = Long.MAX_VALUE;

  static final long NANOS_PER_MS = 1_000_000;

  // Not zero, and not far from where a nanosecond clock changes its sign.
  private static final long START_NANOS = -5_000_000_000L;

  private record Due(long nanos, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return nanos != other.nanos
          ? Long.compare(nanos, other.nanos)
          : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Due> ahead = new PriorityQueue<>();
  private long nowNanos = START_NANOS;
  private long scheduled;
  private long steps;

  /** Returns what time it is. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Returns how many milliseconds have passed since the world began. */
  public double elapsedMs() {
    return (double) (nowNanos - START_NANOS) / NANOS_PER_MS;
  }

  /** Returns how many things have happened. */
  public long steps() {
    return steps;
  }

  /** Does something at the given time, or, if that has passed, as soon as possible. */
  public void at(long nanos, Runnable action) {
    if (nanos != NEVER) {
      ahead.add(new Due(Math.max(nanos, nowNanos), scheduled++, action));
    }
  }

  /** Does something so many nanoseconds from now. */
  public void after(long nanos, Runnable action) {
    at(nowNanos + nanos, action);
  }

  /** Returns when the next thing happens, or {@link #NEVER}. */
  public long nextNanos() {
    return ahead.isEmpty() ? NEVER : ahead.peek().nanos();
  }

  /** Lets the next thing happen; returns false when there is none up to the given time. */
  boolean step(long untilNanos) {
    if (nextNanos() > untilNanos || ahead.isEmpty()) {
      return false;
    }
    Due next = ahead.remove();
    nowNanos = next.nanos();
    steps++;
    next.action().run();
    return true;
  }

  /** Lets time pass in which nothing happens. */
  void passUntil(long nanos) {
    nowNanos = Math.max(nowNanos, nanos);
  }
}
