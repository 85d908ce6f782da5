// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.interop.cluster.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The command msgr2, as users run it. */
final class Msgr2Cli {
  /** The first run builds it, unless that was done before. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private Msgr2Cli() {}

  static Command msgr2(String... words) {
    return msgr2(Map.of(), words);
  }

  /**
   * Returns the command with these variables, and without any other of Ceph's.
   *
   * @param variables by name
   */
  static Command msgr2(Map<String, String> variables, String... words) {
    Command command =
        Command.of("env", "-u", "CEPH_CONF", "-u", "CEPH_ARGS", "-u", "CEPH_KEYRING")
            .and("MSGR2_JAVA_HOME=" + System.getProperty("java.home"));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      command = command.and(variable.getKey() + "=" + variable.getValue());
    }
    Path launcher = Path.of(System.getProperty("msgr2.root"), "bin", "msgr2");
    return command.and(launcher.toString()).and(words).within(LIMIT);
  }
}
