// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/**
 * What became of connections that were closed by this side.
 *
 * @param undelivered how many messages were accepted by {@link Connection#send} and not handed to
 *     the network. Those that were may still not have reached the peer.
 * @param forced how many connections did not end in time by themselves
 */
public record CloseReport(long undelivered, int forced) {
  static final CloseReport CLEAN = new CloseReport(0, 0);

  CloseReport plus(CloseReport other) {
    return new CloseReport(undelivered + other.undelivered, forced + other.forced);
  }
}
