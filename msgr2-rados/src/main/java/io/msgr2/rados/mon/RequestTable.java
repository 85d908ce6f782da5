// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.session.Message;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Requests that wait for their answers, until it is closed. Not safe for use by several threads.
 */
final class RequestTable {
  private final TreeMap<Long, Request<?>> waiting = new TreeMap<>();
  private boolean closed;

  /**
   * Lets a request wait; one that comes too late fails.
   *
   * @return whether it waits
   */
  boolean add(Request<?> request) {
    if (closed) {
      request.shutDown();
    } else {
      waiting.put(request.tid(), request);
    }
    return !closed;
  }

  /** Returns whether a request waits. */
  boolean holds(Request<?> request) {
    return waiting.containsKey(request.tid());
  }

  /** Lets nothing wait any more: all requests fail, and so do those that come from now on. */
  void close() {
    closed = true;
    takeAll().forEach(Request::shutDown);
  }

  /** Returns the request that a message answers, if there is one; it waits no longer. */
  Optional<Request<?>> takeAnswered(Message message) {
    return takeIf(request -> request.isAnsweredBy(message)).stream().findFirst();
  }

  /** Returns the requests whose deadlines have passed; they wait no longer. */
  List<Request<?>> takeExpired(long nowNanos) {
    return takeIf(request -> nowNanos - request.deadlineNanos() >= 0);
  }

  /** Returns all requests; they wait no longer. */
  List<Request<?>> takeAll() {
    return takeIf(request -> true);
  }

  /** Returns all requests that somebody still waits for, in the order in which they were made. */
  List<Request<?>> all() {
    waiting.values().removeIf(Request::isAbandoned);
    return List.copyOf(waiting.values());
  }

  /** The request waits no longer. */
  void remove(Request<?> request) {
    waiting.remove(request.tid());
  }

  /** Returns the first deadline. */
  OptionalLong deadlineNanos() {
    return waiting.values().stream().mapToLong(Request::deadlineNanos).reduce(Deadlines::earlier);
  }

  private List<Request<?>> takeIf(Predicate<Request<?>> wanted) {
    List<Request<?>> taken = waiting.values().stream().filter(wanted).toList();
    taken.forEach(request -> waiting.remove(request.tid()));
    return taken;
  }
}
