// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import java.util.Map;
import java.util.TreeSet;

/**
 * A command of a client.
 *
 * @param prefix the words that name it, such as {@code mon dump}
 * @param arguments the other members of the command's JSON object; lists are joined by blanks
 * @param input what the client sends along; shared, not to be changed
 */
public record Command(String prefix, Map<String, String> arguments, byte[] input) {
  public Command {
    arguments = Map.copyOf(arguments);
  }

  /** Returns whether the client wants its answer in JSON. */
  public boolean wantsJson() {
    return arguments.getOrDefault("format", "plain").startsWith("json");
  }

  /** Names the arguments without their values, which may be secrets. */
  @Override
  public String toString() {
    return "Command['"
        + prefix
        + "', arguments "
        + new TreeSet<>(arguments.keySet())
        + ", "
        + input.length
        + " bytes]";
  }
}
