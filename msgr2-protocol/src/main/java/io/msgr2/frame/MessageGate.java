// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/**
 * Whether there is room for the next message. A {@link FrameDecoder} asks it when a message was
 * announced, before it allocates anything for it. Room that was given belongs to the frame, and is
 * given back with it: see {@link RawFrame#release} and {@link RawFrame#takeRoom}.
 */
public interface MessageGate {
  /** Always has room. */
  MessageGate OPEN =
      new MessageGate() {
        @Override
        public boolean admit(long bytes) {
          return true;
        }

        @Override
        public void withdraw() {}

        @Override
        public void giveBack(long bytes) {}
      };

  /**
   * Asks for room for a message. Who was refused asks again, for as many bytes, or withdraws.
   *
   * @param bytes the length of the message's payloads, as the frame announces it
   * @return whether the caller now has the room, and has to give it back
   */
  boolean admit(long bytes);

  /** Says that what was refused is not wanted any more. */
  void withdraw();

  /**
   * Gives room back, once for each message that was admitted; any thread.
   *
   * @param bytes what the message was admitted with
   */
  void giveBack(long bytes);
}
