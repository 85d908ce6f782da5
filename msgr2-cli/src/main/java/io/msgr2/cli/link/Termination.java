// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.cli.output.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command that runs until it is told to end do that in order. By itself a JVM that gets
 * SIGINT or SIGTERM waits for nobody, and its exit code speaks of a signal.
 */
final class Termination implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final long limitSeconds;
  private final Thread hook = new Thread(this::end, "msgr2-termination");

  /**
   * @param limitSeconds how long the command may take to end before the JVM does
   */
  Termination(long limitSeconds) {
    this.limitSeconds = limitSeconds;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits until the command has to end. */
  void await() throws InterruptedException {
    asked.await();
  }

  /** Tells the command to end. */
  void ask() {
    asked.countDown();
  }

  /** Says that the command has ended. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has just been let go.
    }
  }

  private void end() {
    ask();
    try {
      if (ended.await(limitSeconds, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(ExitCode.OK);
      }
    } catch (InterruptedException e) {
      // Then the JVM ends as it would have without a hook.
    }
  }
}
