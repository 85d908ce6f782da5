// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * How long a session waits between its attempts to dial.
 *
 * @param initialMs after the first failure ({@code ms_initial_backoff}); doubled after each further
 *     one
 * @param maxMs the longest wait, and the one after a WAIT frame ({@code ms_max_backoff})
 * @param jitter by which part, from 0 to 1, a wait is shortened at random, so that many sessions
 *     that failed together do not dial together
 */
public record Backoff(int initialMs, int maxMs, double jitter) {
  /** The times of Ceph's own messengers. */
  public static final Backoff DEFAULT = new Backoff(200, 15_000, 0.5);

  public Backoff {
    if (initialMs < 1 || maxMs < initialMs || !(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException(
          "expected 1 <= initialMs <= maxMs and 0 <= jitter <= 1, got "
              + initialMs
              + ", "
              + maxMs
              + " and "
              + jitter);
    }
  }

  /**
   * Returns how long to wait.
   *
   * @param failures how many attempts in a row have failed, the last one included
   * @param random any bits
   */
  int delayMs(int failures, long random) {
    int doublings = Math.min(failures - 1, Integer.SIZE - 2);
    return jittered(Math.min((long) initialMs << doublings, maxMs), random);
  }

  /** Returns how long to wait for a peer that said that it is dialling itself. */
  int waitMs(long random) {
    return jittered(maxMs, random);
  }

  private int jittered(long ms, long random) {
    double part = (random >>> 11) * 0x1p-53;
    return (int) Math.max(1, Math.round(ms * (1 - jitter * part)));
  }
}
