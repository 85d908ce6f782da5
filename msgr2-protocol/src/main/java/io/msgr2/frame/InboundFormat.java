// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * How frames of one revision and mode are laid out on the wire, for their receiver. A frame is read
 * in two steps: a head of fixed length, which tells the length of the body, and the body.
 */
sealed interface InboundFormat permits CrcInbound, SecureInbound20, SecureInbound21 {
  /** Returns the length of the head. */
  int headBytes();

  /**
   * Reads and checks the head.
   *
   * @param in holds the whole head from {@code at} on; stays the caller's and is not moved
   * @param preamble filled by this method
   * @param limitBytes how long the segments may be together
   */
  void readHead(ByteBuf in, int at, Preamble preamble, int limitBytes);

  /** Returns the length of the body that belongs to the preamble, possibly 0. */
  int bodyBytes(Preamble preamble);

  /**
   * Looks at what has come of the body, while the processor's cache still has it. Need not be
   * called.
   *
   * @param in holds the first bytes of the body, or more of them than the last time, from index 0
   *     on; stays the caller's and is not moved
   */
  default void look(ByteBuf in, Preamble preamble) {}

  /**
   * Reads and checks the body.
   *
   * @param in holds the whole body from {@code at} on; stays the caller's and is not moved. The
   *     frame's segments may keep references to it.
   */
  RawFrame readBody(ByteBuf in, int at, Preamble preamble);

  /** Does what can be done ahead for the next frame, while there is nothing else to do. */
  default void prepare() {}

  /** Returns an empty buffer of the kind of memory that this format reads fastest from. */
  ByteBuf allocate(ByteBufAllocator allocator, int bytes);
}
