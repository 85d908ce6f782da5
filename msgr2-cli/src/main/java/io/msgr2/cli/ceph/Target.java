// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.rados.mon.CommandReply;
import io.msgr2.rados.mon.MonClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * Whom a command is for.
 *
 * @param osd the number of an OSD; without one it is for the monitors
 * @param words the command
 */
record Target(OptionalInt osd, List<String> words) {
  private static final int EOPNOTSUPP = 95;
  private static final String TELL = "tell";

  Target {
    words = List.copyOf(words);
  }

  /**
   * Takes {@code tell osd.N} off the words, if they begin so.
   *
   * @throws CommandFailure when they are for a daemon that cannot be told anything here
   */
  static Target of(List<String> words) {
    if (words.isEmpty() || !words.get(0).equals(TELL)) {
      return new Target(OptionalInt.empty(), words);
    }
    if (words.size() < 2) {
      throw new CommandFailure(CommandTable.EINVAL, "tell whom? expected a daemon as in osd.0");
    }
    String daemon = words.get(1);
    if (!daemon.matches("osd\\.[0-9]{1,9}")) {
      throw new CommandFailure(
          EOPNOTSUPP,
          "cannot tell '" + daemon + "' anything; of all daemons, only a single OSD can be told");
    }
    int number = Integer.parseInt(daemon.substring("osd.".length()));
    return new Target(OptionalInt.of(number), words.subList(2, words.size()));
  }

  /** Asks; see {@link MonClient#command(Map, byte[], Duration)}. */
  CompletableFuture<CommandReply> ask(
      MonClient client, Map<String, ?> command, byte[] input, Duration timeout) {
    return osd.isPresent()
        ? client.osdCommand(osd.getAsInt(), command, input, timeout)
        : client.command(command, input, timeout);
  }

  @Override
  public String toString() {
    return osd.isPresent() ? "osd." + osd.getAsInt() : "the monitors";
  }
}
