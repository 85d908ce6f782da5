// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that nobody waits for, done the first time that it is asked for, on a thread of its own. */
final class OnceInBackground {
  private final String name;
  private final Runnable work;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /**
   * @param name of the thread, which is gone when the work is done and does not keep the process
   */
  OnceInBackground(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  void begin() {
    if (begun.compareAndSet(false, true)) {
      Thread thread = new Thread(this::run, name);
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Completes when the work is done. */
  CompletableFuture<Void> done() {
    return done.copy();
  }

  private void run() {
    work.run();
    done.complete(null);
  }
}
