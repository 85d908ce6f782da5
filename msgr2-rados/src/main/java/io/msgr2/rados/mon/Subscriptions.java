// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.rados.message.MMonSubscribe;
import io.msgr2.rados.message.MMonSubscribe.Want;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What this client wants to be told by the monitors, and from which version on. A monitor knows it
 * only as long as the session lasts. Not safe for use by several threads.
 */
final class Subscriptions {
  private final Map<String, Want> wanted = new LinkedHashMap<>();
  private final Set<String> unsent = new LinkedHashSet<>();
  private final String hostName;

  /**
   * @param hostName the machine's name, which the monitors are told
   */
  Subscriptions(String hostName) {
    this.hostName = hostName;
  }

  /** Adds something that is wanted, or wants it from another version on. */
  void want(String what, Want want) {
    wanted.put(what, want);
    unsent.add(what);
  }

  /** A version came: whoever wanted it once has it, all others want the next one. */
  void got(String what, long version) {
    wanted.computeIfPresent(
        what,
        (name, want) -> want.isOnce() ? null : Want.from(Math.max(want.start(), version + 1)));
  }

  /** The session was lost: the next monitor has to be told everything. */
  void sessionLost() {
    unsent.addAll(wanted.keySet());
  }

  /** Returns what the monitor has to be told, if anything; it counts as sent. */
  Optional<MMonSubscribe> takeUnsent() {
    Map<String, Want> what = new LinkedHashMap<>(wanted);
    what.keySet().retainAll(unsent);
    unsent.clear();
    return what.isEmpty() ? Optional.empty() : Optional.of(new MMonSubscribe(what, hostName));
  }
}
