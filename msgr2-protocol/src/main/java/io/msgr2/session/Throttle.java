// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A limit on how much may be in use at the same time by all who share it. Any thread may use it,
 * and none ever waits in it: who is refused can ask to be told.
 *
 * <p>Those who wait are served in the order they came, and nobody overtakes them, so that large
 * requests are not starved by small ones. A request for more than the limit is granted as soon as
 * no more than the limit is in use (docs/protocol-notes.md, Throttles); otherwise it never would.
 */
public final class Throttle {
  /** Refuses nothing, counts nothing and costs nothing. */
  public static final Throttle UNLIMITED = new Throttle(Long.MAX_VALUE);

  private final long limit;
  private final AtomicLong inUse = new AtomicLong();
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private volatile boolean awaited;

  private record Waiter(long amount, Runnable granted) {}

  private Throttle(long limit) {
    this.limit = limit;
  }

  /**
   * Returns a throttle of which nothing is in use.
   *
   * @throws IllegalArgumentException when the limit is less than 1
   */
  public static Throttle of(long limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a throttle with the limit " + limit + " lets nothing in");
    }
    return new Throttle(limit);
  }

  /** Returns how much is in use, by those who were granted it and have not released it. */
  public long inUse() {
    return inUse.get();
  }

  /** Returns whether nothing is refused. */
  public boolean isUnlimited() {
    return limit == Long.MAX_VALUE;
  }

  /**
   * Takes an amount into use, unless that exceeds the limit or would overtake somebody.
   *
   * @return whether the caller now has to {@link #release} it
   */
  public boolean tryAcquire(long amount) {
    return isUnlimited() || amount == 0 || (!awaited && take(amount));
  }

  /**
   * Takes an amount into use as soon as it is the caller's turn and there is room.
   *
   * @param granted run once, when the amount is in use on behalf of the caller: by this method, or
   *     later on a thread that made room. Has to be quick, and must not throw.
   */
  public void await(long amount, Runnable granted) {
    if (isUnlimited() || amount == 0) {
      granted.run();
      return;
    }
    synchronized (waiters) {
      waiters.add(new Waiter(amount, granted));
      awaited = true;
    }
    grant();
  }

  /**
   * Ends a wait.
   *
   * @param granted the very object that was given to {@link #await}
   * @return true when it will not be run; false when it was or is being run, so that the amount is
   *     the caller's to release
   */
  @SuppressWarnings("ReferenceEquality") // Two who wait may be equal, but are not the same.
  public boolean cancel(Runnable granted) {
    boolean removed;
    synchronized (waiters) {
      removed = waiters.removeIf(waiter -> waiter.granted == granted);
    }
    grant();
    return removed;
  }

  /**
   * Gives back an amount that was granted, and runs those who can now have theirs.
   *
   * @throws IllegalStateException when less than that is in use
   */
  public void release(long amount) {
    if (isUnlimited() || amount == 0) {
      return;
    }
    if (inUse.addAndGet(-amount) < 0) {
      throw new IllegalStateException("released " + amount + " more than was in use");
    }
    // Who begins to wait looks at what is in use after this was set: one of the two sees the other.
    if (awaited) {
      grant();
    }
  }

  @Override
  public String toString() {
    return isUnlimited() ? "unlimited" : inUse + " of " + limit;
  }

  private void grant() {
    List<Runnable> granted = new ArrayList<>();
    synchronized (waiters) {
      while (!waiters.isEmpty() && take(waiters.element().amount)) {
        granted.add(waiters.remove().granted);
      }
      awaited = !waiters.isEmpty();
    }
    granted.forEach(Runnable::run);
  }

  private boolean take(long amount) {
    long most = amount > limit ? limit : limit - amount;
    long before = inUse.get();
    while (before <= most) {
      if (inUse.compareAndSet(before, before + amount)) {
        return true;
      }
      before = inUse.get();
    }
    return false;
  }
}
