// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import io.netty.util.LeakPresenceDetector;
import java.lang.reflect.Modifier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves a Netty resource open, showing where it was allocated.
 *
 * <p>An event loop may release its last buffers shortly after the test that closed it has ended, so
 * the check allows for a grace period. It is made once for each outermost class: what {@code
 * BeforeAll} opened there may stay open across the nested ones.
 */
public final class LeakCheck implements AfterAllCallback {

  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  @Override
  public void afterAll(ExtensionContext context) {
    if (isInner(context.getRequiredTestClass())) {
      return;
    }
    long deadline = System.nanoTime() + GRACE_NANOS;
    while (ClassLeakDetector.SCOPE.hasOpenResources() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(POLL_NANOS);
    }
    LeakPresenceDetector.check();
  }

  private static boolean isInner(Class<?> testClass) {
    return testClass.isMemberClass() && !Modifier.isStatic(testClass.getModifiers());
  }
}
