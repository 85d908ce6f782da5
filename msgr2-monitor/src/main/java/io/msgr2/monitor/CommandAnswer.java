// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import java.nio.charset.StandardCharsets;

/**
 * The answer to a command.
 *
 * @param errno 0, or why it failed, as a positive Linux error number
 * @param status what there is to say about it, for a person
 * @param output the result; shared, not to be changed
 */
public record CommandAnswer(int errno, String status, byte[] output) {
  /** Operation not permitted. */
  public static final int EPERM = 1;

  /** Input/output error: the command itself failed. */
  public static final int EIO = 5;

  /** Invalid argument: no such command, or not like this. */
  public static final int EINVAL = 22;

  /** Returns the answer to a command that did what it should. */
  public static CommandAnswer of(String output) {
    return new CommandAnswer(0, "", output.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the answer to a command that failed. */
  public static CommandAnswer failed(int errno, String why) {
    return new CommandAnswer(errno, why, new byte[0]);
  }
}
