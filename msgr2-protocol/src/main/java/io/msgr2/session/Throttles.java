// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.MessageGate;

/**
 * What limits the messages that are received and not handled yet, in the order of Ceph
 * (docs/protocol-notes.md, Throttles). A message takes up room in all of them from before memory is
 * allocated for it until whoever it is delivered to has released it.
 *
 * @param messages the number of messages, as the policy says
 * @param bytes the bytes of their payloads, as the policy says
 * @param dispatch the bytes of their payloads, and {@link #MESSAGE_BYTES} for each, in all sessions
 *     of the messenger
 */
public record Throttles(Throttle messages, Throttle bytes, Throttle dispatch) {
  /** Refuses nothing. */
  public static final Throttles UNLIMITED =
      new Throttles(Throttle.UNLIMITED, Throttle.UNLIMITED, Throttle.UNLIMITED);

  /**
   * What a message costs beside its payloads, roughly. Without it a peer could fill the memory with
   * messages that have none.
   */
  public static final int MESSAGE_BYTES = 256;

  /** How many throttles there are. */
  static final int COUNT = 3;

  /**
   * Takes up room for a message in each throttle or, if one of them refuses, in none.
   *
   * @return whether the caller now has to {@link #release} it
   */
  public boolean tryAcquire(long messageBytes) {
    for (int i = 0; i < COUNT; i++) {
      if (!at(i).tryAcquire(amount(i, messageBytes))) {
        release(messageBytes, i);
        return false;
      }
    }
    return true;
  }

  /** Gives back the room of a message. */
  public void release(long messageBytes) {
    release(messageBytes, COUNT);
  }

  /**
   * Returns what one connection asks for room.
   *
   * @param wake run when there is room for a message that was refused, possibly on another
   *     connection's thread; it has to be quick, must not throw, and may come without need
   */
  public MessageGate gate(Runnable wake) {
    return equals(UNLIMITED) ? MessageGate.OPEN : new ThrottleGate(this, wake);
  }

  /** Gives back the room of a message in the first few throttles, the last one first. */
  void release(long messageBytes, int count) {
    for (int i = count - 1; i >= 0; i--) {
      at(i).release(amount(i, messageBytes));
    }
  }

  Throttle at(int index) {
    return switch (index) {
      case 0 -> messages;
      case 1 -> bytes;
      case 2 -> dispatch;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /** Returns how much of a throttle a message takes up. */
  static long amount(int index, long messageBytes) {
    return switch (index) {
      case 0 -> 1;
      case 1 -> messageBytes;
      default -> messageBytes + MESSAGE_BYTES;
    };
  }
}
