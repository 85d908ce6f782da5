// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.rados.message.OsdMapAddresses;
import io.msgr2.session.Message;
import io.msgr2.session.SessionFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Asks OSDs, each on a connection of its own that ends with the answer. An OSD that refuses this
 * client's ticket is asked once more with a new one: it may no longer know the key that the ticket
 * was sealed with. Used by one thread only.
 */
final class OsdCommands {
  /** What the monitors know, and what they give out. */
  interface Monitors {
    /** Asks for the OSD map. */
    CompletableFuture<OsdMapAddresses> osdMap(Duration timeout);

    /** Completes when no ticket is missing any more that a monitor would give. */
    CompletableFuture<Void> ticketsRenewed();
  }

  private record Asked(int osd, Request<?> request, boolean isSecondTry) {}

  private final Function<EntityAddressVector, Connection> dialler;
  private final Monitors monitors;
  private final Executor loop;
  private final RequestTable waiting = new RequestTable();
  private final Map<Connection, Asked> connections = new HashMap<>();

  /**
   * @param dialler makes a connection to an OSD
   * @param loop the one thread
   */
  OsdCommands(Function<EntityAddressVector, Connection> dialler, Monitors monitors, Executor loop) {
    this.dialler = dialler;
    this.monitors = monitors;
    this.loop = loop;
  }

  /** Asks an OSD; after {@link #close} the request fails. */
  void ask(int osd, Request<?> request) {
    if (waiting.add(request)) {
      locate(new Asked(osd, request, false));
    }
  }

  boolean owns(Connection connection) {
    return connections.containsKey(connection);
  }

  /** One of the connections is ready. */
  void connected(Connection connection) {
    // Not before: what was never sent was certainly not carried out.
    connection.send(connections.get(connection).request().toMessage());
  }

  /** A message came on one of the connections. */
  void message(Connection connection, Message message) {
    Request<?> request = connections.get(connection).request();
    if (request.isAnsweredBy(message)) {
      finish(request);
      request.answer(message);
    }
  }

  /** One of the connections broke, or could not be made. */
  void failed(Connection connection, ConnectionException why) {
    Asked asked = connections.remove(connection);
    boolean refused = why.failure().kind() == SessionFailure.Kind.AUTHENTICATION;
    if (refused && !asked.isSecondTry()) {
      Asked again = new Asked(asked.osd(), asked.request(), true);
      monitors.ticketsRenewed().whenCompleteAsync((done, failure) -> locate(again), loop);
    } else {
      fail(asked, why.errno(), why.getMessage());
    }
  }

  /** Returns when {@link #deadlinePassed} is to be called. */
  OptionalLong deadlineNanos() {
    return waiting.deadlineNanos();
  }

  /** Gives up what has waited too long. */
  void deadlinePassed() {
    for (Request<?> request : waiting.takeExpired(System.nanoTime())) {
      finish(request);
      request.expire("the OSD");
    }
  }

  /** Ends everything; requests that wait fail, and those that are still asked. */
  void close() {
    waiting.close();
    connections.keySet().forEach(Connection::markDown);
    connections.clear();
  }

  private void locate(Asked asked) {
    if (waiting.holds(asked.request())) {
      monitors
          .osdMap(asked.request().timeLeft(System.nanoTime()))
          .whenCompleteAsync((map, failure) -> located(asked, map, failure), loop);
    }
  }

  private void located(Asked asked, OsdMapAddresses map, Throwable failure) {
    if (!waiting.holds(asked.request())) {
      return;
    }
    if (asked.request().isAbandoned()) {
      finish(asked.request());
    } else if (failure instanceof MonException noMap) {
      fail(asked, noMap.errno(), noMap.getMessage());
    } else {
      dial(asked, map);
    }
  }

  private void dial(Asked asked, OsdMapAddresses map) {
    EntityAddressVector addresses =
        map.addresses().getOrDefault(asked.osd(), EntityAddressVector.empty());
    if (addresses.msgr2().isBlank()) {
      fail(
          asked,
          MonException.ENOENT,
          "it is not up, or does not speak msgr2, in OSD map " + map.epoch());
    } else {
      connections.put(dialler.apply(addresses), asked);
    }
  }

  private void fail(Asked asked, int errno, String why) {
    finish(asked.request());
    asked.request().fail(errno, why);
  }

  private void finish(Request<?> request) {
    waiting.remove(request);
    connections
        .entrySet()
        .removeIf(
            entry -> {
              boolean done = entry.getValue().request() == request;
              if (done) {
                entry.getKey().markDown();
              }
              return done;
            });
  }
}
