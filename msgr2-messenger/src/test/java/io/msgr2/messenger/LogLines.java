// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.event.Level;

/** The lines that one messenger logs. */
final class LogLines implements AutoCloseable {
  private static final List<LogLines> OPEN = new CopyOnWriteArrayList<>();

  private final String prefix;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

  record Line(Level level, String text) {}

  LogLines(EntityName messenger) {
    prefix = messenger + ": ";
    OPEN.add(this);
  }

  static void add(Level level, String text) {
    for (LogLines open : OPEN) {
      if (text.startsWith(open.prefix)) {
        open.lines.add(new Line(level, text));
      }
    }
  }

  /** Returns the next line, waiting for it. */
  Line next() throws InterruptedException {
    Line line = lines.poll(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS);
    assertThat(line).as("a line of " + prefix).isNotNull();
    return line;
  }

  void assertNoMore() {
    assertThat(lines).isEmpty();
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }
}
