// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import io.msgr2.frame.Role;

/** A piece of a recorded TCP connection. */
public sealed interface Chunk {
  /** Returns which end of the TCP connection it came from. */
  Role sender();

  /**
   * Bytes that follow those of the sender's chunk before. Where they are cut says nothing about how
   * they were written.
   */
  record Bytes(Role sender, byte[] bytes) implements Chunk {}

  /** Bytes that were sent but are missing in the recording. */
  record Gap(Role sender, long length) implements Chunk {}

  /** The sender said that nothing more would come (FIN). */
  record Finished(Role sender) implements Chunk {}

  /** The sender threw the connection away (RST). */
  record Reset(Role sender) implements Chunk {}
}
