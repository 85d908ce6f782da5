// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The challenges of the last logins by global id: a client that renews its ticket answers the one
 * of its login again. Safe for use by several threads.
 */
final class ChallengeMemory {
  private final int limit;
  private final Map<Long, Long> challenges = new LinkedHashMap<>();

  /**
   * @param limit how many to remember; those who are forgotten have to log in again
   */
  ChallengeMemory(int limit) {
    this.limit = limit;
  }

  synchronized void remember(long globalId, long challenge) {
    // As the newest, whatever was there.
    challenges.remove(globalId);
    challenges.put(globalId, challenge);
    if (challenges.size() > limit) {
      challenges.remove(challenges.keySet().iterator().next());
    }
  }

  synchronized OptionalLong of(long globalId) {
    Long challenge = challenges.get(globalId);
    return challenge == null ? OptionalLong.empty() : OptionalLong.of(challenge);
  }
}
