// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** What {@code msgr2 --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    // Only the jar has a manifest.
    String version = Msgr2.class.getPackage().getImplementationVersion();
    return new String[] {
      "msgr2 " + Objects.requireNonNullElse(version, "(not packaged)"),
      "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }
}
