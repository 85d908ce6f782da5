// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.codec.Violation;
import io.msgr2.session.SessionFailure;
import java.util.Map;

/**
 * What a messenger has counted since it was built; {@code open} and {@code halfOpen} say how many
 * there are now.
 *
 * @param accepted connections that peers dialled and that became ready
 * @param connected connections that this side dialled and that became ready
 * @param resumed how many of those went on with a session that was interrupted
 * @param interrupted how often a session lost its TCP connection, or could not get one, and went on
 * @param open connections with a TCP connection, or on their way to one
 * @param halfOpen connections that peers dialled and that are not ready yet
 * @param turnedAway connections closed at once because too many were half open
 * @param messagesIn messages received
 * @param messagesOut messages handed to the network
 * @param bytesIn bytes received
 * @param bytesOut bytes handed to the network
 * @param abortedFrames frames that peers gave up while sending them
 * @param duplicates messages that had come before, and were dropped
 * @param refusedLogins attempts to authenticate that this side refused
 * @param ends closed connections by the reason of their end
 * @param violations closed connections by what the peer did, where it broke the protocol
 */
public record Counters(
    long accepted,
    long connected,
    long resumed,
    long interrupted,
    long open,
    long halfOpen,
    long turnedAway,
    long messagesIn,
    long messagesOut,
    long bytesIn,
    long bytesOut,
    long abortedFrames,
    long duplicates,
    long refusedLogins,
    Map<SessionFailure.Kind, Long> ends,
    Map<Violation, Long> violations) {

  /** Returns how many connections ended for the given reason. */
  public long ends(SessionFailure.Kind kind) {
    return ends.getOrDefault(kind, 0L);
  }

  /** Returns how many connections ended because the peer did this. */
  public long violations(Violation violation) {
    return violations.getOrDefault(violation, 0L);
  }
}
