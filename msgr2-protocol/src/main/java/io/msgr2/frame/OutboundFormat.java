// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBuf;

/** How frames of one revision and mode are laid out on the wire by their sender. */
sealed interface OutboundFormat permits CrcOutbound, SecureOutbound {
  /**
   * Appends a frame.
   *
   * @param preamble describes the segments
   * @param segments four buffers, which stay the caller's and are not moved
   * @param aborted whether the receiver shall drop the frame
   */
  void write(Preamble preamble, ByteBuf[] segments, boolean aborted, FrameOutput out);

  /** Does what can be done ahead for the next frame, while there is nothing else to do. */
  default void prepare() {}
}
