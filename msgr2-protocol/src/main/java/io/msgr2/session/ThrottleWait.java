// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A message that waits for room in one throttle after the other. What it has got of the earlier
 * ones it keeps while it waits for the next one; since all wait in the same order, and a message
 * that has got everything waits for nothing, that ends.
 */
final class ThrottleWait {
  private final Throttles throttles;
  private final long bytes;
  private final Runnable wake;
  private final Runnable granted = this::advance;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile int at;

  private enum State {
    WAITING,
    GRANTED,
    CANCELLED
  }

  private ThrottleWait(Throttles throttles, long bytes, Runnable wake) {
    this.throttles = throttles;
    this.bytes = bytes;
    this.wake = wake;
  }

  /**
   * Starts to wait.
   *
   * @param bytes the length of the message's payloads
   * @param wake run when the room is there, unless the wait was cancelled
   */
  static ThrottleWait begin(Throttles throttles, long bytes, Runnable wake) {
    ThrottleWait wait = new ThrottleWait(throttles, bytes, wake);
    wait.awaitAt(0);
    return wait;
  }

  /** Returns whether the room is the caller's, who has to give it back. */
  boolean isGranted() {
    return state.get() == State.GRANTED;
  }

  /**
   * Ends the wait and gives back what was got; if it is just being granted, then as soon as that
   * has happened.
   */
  void cancel() {
    if (state.compareAndSet(State.WAITING, State.CANCELLED)) {
      int index = at;
      if (throttles.at(index).cancel(granted)) {
        throttles.release(bytes, index);
      }
    } else {
      throttles.release(bytes);
    }
  }

  private void awaitAt(int index) {
    at = index;
    throttles.at(index).await(Throttles.amount(index, bytes), granted);
  }

  /** The throttle that was waited for has given what it was asked for. */
  private void advance() {
    int next = at + 1;
    if (next < Throttles.COUNT && state.get() != State.CANCELLED) {
      awaitAt(next);
    } else if (state.compareAndSet(State.WAITING, State.GRANTED)) {
      wake.run();
    } else {
      throttles.release(bytes, next);
    }
  }
}
