// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;

/**
 * Lets the kernel wait until there is enough to read. While a large frame is under way nothing can
 * be done with a part of it, but being woken for each part costs both ends more than moving the
 * bytes. Only sockets of the kernel's own have such a mark: without, nothing happens.
 */
final class LowWaterMark {
  private static final ChannelOption<Integer> SO_RCVLOWAT =
      new IntegerUnixChannelOption("SO_RCVLOWAT", 1, 18);

  // For less, setting the mark costs more than it saves.
  private static final int MIN_BYTES = 64 * 1024;

  /** How much is asked for at most. */
  static final int MAX_BYTES = 1024 * 1024;

  // A peer that is slower than this looks as if it said nothing.
  private static final int SLOWEST_BYTES_PER_MS = 64;

  private final int maxBytes;
  private int bytes = 1;

  /**
   * @param idleMs how long the peer may say nothing before it is given up
   */
  LowWaterMark(int idleMs) {
    this.maxBytes = (int) Math.min(MAX_BYTES, (long) idleMs * SLOWEST_BYTES_PER_MS);
  }

  /**
   * Sets the mark. It must not be higher than what the peer is sure to send, so this has to be
   * called after each read.
   *
   * @param missingBytes how many bytes have to come before anything can be done
   */
  void set(Channel channel, int missingBytes) {
    int wanted = Math.min(missingBytes, maxBytes);
    if (wanted < MIN_BYTES) {
      wanted = 1;
    }
    if (wanted != bytes && channel.isActive() && channel instanceof UnixChannel) {
      bytes = wanted;
      channel.config().setOption(SO_RCVLOWAT, wanted);
    }
  }
}
