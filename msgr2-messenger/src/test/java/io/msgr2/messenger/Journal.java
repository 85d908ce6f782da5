// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes down what a messenger's handler is told, in the words of the handler's methods. */
final class Journal implements Handler {
  private final List<String> events = new ArrayList<>();
  private final List<Long> numbers = new ArrayList<>();
  private final Set<Connection> connections = new LinkedHashSet<>();

  @Override
  public synchronized void message(Connection connection, Message message) {
    Answers.check(message);
    numbers.add(message.tid());
    notifyAll();
  }

  @Override
  public void connected(Connection connection) {
    note(connection, "connected");
  }

  @Override
  public void accepted(Connection connection) {
    note(connection, "accepted");
  }

  @Override
  public void interrupted(Connection connection, ConnectionException why) {
    note(connection, "interrupted");
  }

  @Override
  public void reset(Connection connection, ConnectionException why) {
    note(connection, "reset");
  }

  @Override
  public void remoteReset(Connection connection) {
    note(connection, "remoteReset");
  }

  @Override
  public void refused(Connection connection, ConnectionException why) {
    note(connection, "refused");
  }

  private synchronized void note(Connection connection, String event) {
    connections.add(connection);
    events.add(event);
    notifyAll();
  }

  /** Waits until there are so many events, and returns all of them. */
  synchronized List<String> events(int atLeast) throws InterruptedException {
    await(() -> events.size() >= atLeast, "events");
    return List.copyOf(events);
  }

  /** Waits until the event has happened so many times, or more. */
  synchronized void awaitAtLeast(int count, String event) throws InterruptedException {
    await(() -> Collections.frequency(events, event) >= count, count + " times " + event);
  }

  /** Waits until exactly these events have happened, and none besides so far. */
  void awaitEvents(String... expected) throws InterruptedException {
    assertThat(events(expected.length)).isEqualTo(Arrays.asList(expected));
  }

  /** Waits for so many messages, or more. */
  synchronized void awaitAtLeast(int count) throws InterruptedException {
    await(() -> numbers.size() >= count, count + " messages");
  }

  /** Waits for so many messages, which have to be numbered from 0. */
  synchronized void awaitMessages(int count) throws InterruptedException {
    awaitAtLeast(count);
    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).as("the message after %d others", i).isEqualTo(i);
    }
    assertThat(numbers).hasSize(count);
  }

  /** Waits until the last event is the given one. */
  synchronized void awaitLast(String event) throws InterruptedException {
    await(() -> !events.isEmpty() && events.get(events.size() - 1).equals(event), event);
  }

  /** Returns the only connection that was heard of. */
  synchronized Connection connection() throws InterruptedException {
    await(() -> !connections.isEmpty(), "a connection");
    assertThat(connections).hasSize(1);
    return connections.iterator().next();
  }

  /** Returns the connections that were heard of, in that order. */
  synchronized List<Connection> connections() {
    return List.copyOf(connections);
  }

  private List<String> tail() {
    return events.subList(Math.max(0, events.size() - 20), events.size());
  }

  private interface Condition {
    boolean holds();
  }

  private synchronized void await(Condition condition, String what) throws InterruptedException {
    long deadline = System.currentTimeMillis() + Ends.DEADLINE_SECONDS * 1000;
    while (!condition.holds()) {
      long left = deadline - System.currentTimeMillis();
      assertThat(left)
          .as("time for %s, after %d messages and %s", what, numbers.size(), tail())
          .isPositive();
      wait(left);
    }
  }
}
