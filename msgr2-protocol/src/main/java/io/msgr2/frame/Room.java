// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

/**
 * What a message takes up of a {@link MessageGate}.
 *
 * @param bytes the length of the message's payloads, as its frame announced it
 */
public record Room(MessageGate gate, long bytes) {
  /** What takes up nothing. */
  public static final Room NONE = new Room(MessageGate.OPEN, 0);

  /** Gives the room back; to be called once, on any thread. */
  public void giveBack() {
    gate.giveBack(bytes);
  }
}
