// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

/** Carries a command out. Called by several threads, on event loops: it must not block. */
@FunctionalInterface
public interface CommandHandler {
  /** Answers a command; what is thrown is an answer of EIO. */
  CommandAnswer run(Command command);
}
