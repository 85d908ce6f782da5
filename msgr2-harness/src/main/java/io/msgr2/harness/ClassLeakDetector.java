// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import io.netty.util.LeakPresenceDetector;

/**
 * Counts every resource that Netty tracks, from its allocation to its release.
 *
 * <p>This is stricter than the level "paranoid" of Netty's own detector, which sees only the leaks
 * that the garbage collector happens to find: here nothing may be open when a test class ends.
 * Netty makes an instance for each type of resource; all share one scope.
 *
 * @param <T> the type of resource
 */
public final class ClassLeakDetector<T> extends LeakPresenceDetector<T> {

  static final ResourceScope SCOPE = new ResourceScope("test class");

  /** Called by Netty, through reflection. */
  public ClassLeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType);
  }

  /** Called by Netty, through reflection. */
  public ClassLeakDetector(Class<?> resourceType, int samplingInterval, long maxActive) {
    super(resourceType);
  }

  @Override
  protected ResourceScope currentScope() {
    return SCOPE;
  }
}
