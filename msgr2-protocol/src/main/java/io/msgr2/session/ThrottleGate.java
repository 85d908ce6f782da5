// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.MessageGate;
import java.util.Optional;

/**
 * Lets the messages of one connection in as its throttles have room. All but {@link #giveBack} is
 * for the connection's own thread.
 */
final class ThrottleGate implements MessageGate {
  private final Throttles throttles;
  private final Runnable wake;
  private Optional<ThrottleWait> waiting = Optional.empty();

  ThrottleGate(Throttles throttles, Runnable wake) {
    this.throttles = throttles;
    this.wake = wake;
  }

  @Override
  public boolean admit(long bytes) {
    if (waiting.isEmpty()) {
      if (throttles.tryAcquire(bytes)) {
        return true;
      }
      waiting = Optional.of(ThrottleWait.begin(throttles, bytes, wake));
    }
    if (waiting.get().isGranted()) {
      waiting = Optional.empty();
      return true;
    }
    return false;
  }

  @Override
  public void withdraw() {
    waiting.ifPresent(ThrottleWait::cancel);
    waiting = Optional.empty();
  }

  @Override
  public void giveBack(long bytes) {
    throttles.release(bytes);
  }
}
