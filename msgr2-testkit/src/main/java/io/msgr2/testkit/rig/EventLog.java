// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What happened in a world, line by line, for somebody to read after a failure. Nothing is written,
 * and no line is even made, unless it is switched on.
 */
public final class EventLog {
  private final VirtualClock clock;
  private Optional<Consumer<String>> reader = Optional.empty();

  EventLog(VirtualClock clock) {
    this.clock = clock;
  }

  /** Hands every line to the given reader from now on. */
  public void on(Consumer<String> newReader) {
    reader = Optional.of(newReader);
  }

  /** Keeps the last lines. */
  public Supplier<String> keepLast(int lines) {
    ArrayDeque<String> kept = new ArrayDeque<>();
    on(
        line -> {
          if (kept.size() == lines) {
            kept.remove();
          }
          kept.add(line);
        });
    return () -> String.join("\n", kept);
  }

  /** Adds a line, with the time in front. */
  public void add(Supplier<String> line) {
    if (reader.isPresent()) {
      reader.get().accept(String.format("%12.3f  %s", clock.elapsedMs(), line.get()));
    }
  }
}
