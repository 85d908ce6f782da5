// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Puts {@link ClassLeakDetector} in place of Netty's own detector.
 *
 * <p>Netty reads these properties when the first of its buffer classes is loaded, so they are set
 * before any test class is. A property given on the command line stays as it is.
 */
public final class LeakDetectorSetup implements LauncherSessionListener {

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    setUnlessGiven("io.netty.customResourceLeakDetector", ClassLeakDetector.class.getName());
    setUnlessGiven("io.netty.util.LeakPresenceDetector.trackCreationStack", "true");
    setUnlessGiven("io.netty.leakDetection.level", "paranoid");
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
