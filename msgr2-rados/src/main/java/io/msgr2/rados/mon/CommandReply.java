// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

/**
 * The answer to a command.
 *
 * @param errno 0, or the positive Linux error number that the daemon answered with
 * @param status what the daemon has to say, for a person to read; often empty
 * @param output what the command has put out; the caller's
 */
public record CommandReply(int errno, String status, byte[] output) {
  static CommandReply of(int result, String status, byte[] output) {
    return new CommandReply(Math.max(0, -result), status, output);
  }

  /** Says how long the output is, not what it holds. */
  @Override
  public String toString() {
    return "CommandReply[errno " + errno + ", '" + status + "', " + output.length + " bytes]";
  }
}
