// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.codec.Violation;
import io.msgr2.session.SessionFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts for one messenger; any thread, without waiting for another one. */
final class MessengerCounters {
  final LongAdder accepted = new LongAdder();
  final LongAdder connected = new LongAdder();
  final LongAdder resumed = new LongAdder();
  final LongAdder interrupted = new LongAdder();
  final LongAdder open = new LongAdder();
  final AtomicInteger halfOpen = new AtomicInteger();
  final LongAdder turnedAway = new LongAdder();
  final LongAdder messagesIn = new LongAdder();
  final LongAdder messagesOut = new LongAdder();
  final LongAdder bytesIn = new LongAdder();
  final LongAdder bytesOut = new LongAdder();
  final LongAdder abortedFrames = new LongAdder();
  final LongAdder duplicates = new LongAdder();
  final LongAdder refusedLogins = new LongAdder();
  private final Map<SessionFailure.Kind, LongAdder> ends = adders(SessionFailure.Kind.class);
  private final Map<Violation, LongAdder> violations = adders(Violation.class);

  void ended(SessionFailure why) {
    ends.get(why.kind()).increment();
    why.violation().ifPresent(violation -> violations.get(violation).increment());
  }

  Counters snapshot() {
    return new Counters(
        accepted.sum(),
        connected.sum(),
        resumed.sum(),
        interrupted.sum(),
        open.sum(),
        halfOpen.get(),
        turnedAway.sum(),
        messagesIn.sum(),
        messagesOut.sum(),
        bytesIn.sum(),
        bytesOut.sum(),
        abortedFrames.sum(),
        duplicates.sum(),
        refusedLogins.sum(),
        sums(ends, SessionFailure.Kind.class),
        sums(violations, Violation.class));
  }

  private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> kind) {
    Map<K, LongAdder> adders = new EnumMap<>(kind);
    for (K key : kind.getEnumConstants()) {
      adders.put(key, new LongAdder());
    }
    return adders;
  }

  private static <K extends Enum<K>> Map<K, Long> sums(Map<K, LongAdder> adders, Class<K> kind) {
    Map<K, Long> sums = new EnumMap<>(kind);
    adders.forEach((key, adder) -> sums.put(key, adder.sum()));
    return Map.copyOf(sums);
  }
}
