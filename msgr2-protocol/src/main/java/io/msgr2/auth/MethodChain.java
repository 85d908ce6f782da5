// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several methods in order of preference, as in Ceph's option {@code auth_client_required}. A
 * monitor that does not allow one of them is offered the next one that it says it allows; everybody
 * else is offered the method that the last login with a monitor went through with, and no other.
 *
 * <p>Whoever puts {@code none} into a chain lets any peer choose to go without authentication.
 *
 * <p>Safe for use by several threads.
 */
public final class MethodChain implements AuthClient {
  private final List<AuthClient> methods;
  private volatile AuthClient agreed;

  /**
   * @param methods a client for each method, the most wanted first; at least one
   */
  public MethodChain(List<AuthClient> methods) {
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("at least one authentication method is needed");
    }
    this.methods = List.copyOf(methods);
    this.agreed = methods.get(0);
  }

  @Override
  public AuthConnector connector(EntityType peer) {
    return peer == EntityType.MON ? new Connector() : agreed.connector(peer);
  }

  /** One method of the chain, tried with one monitor. */
  private record Attempt(AuthClient client, AuthConnector connector, AuthRequest request) {}

  private final class Connector implements AuthConnector {
    private final Deque<AuthClient> untried = new ArrayDeque<>(methods);
    private Attempt attempt;
    private boolean underWay;

    @Override
    public AuthRequest request() {
      attempt = next();
      return attempt.request();
    }

    @Override
    public AuthRequest badMethod(AuthRefusal refusal) {
      // A monitor takes another request only while it has not taken the first one.
      while (!underWay && !untried.isEmpty()) {
        Attempt candidate = next();
        if (refusal.allowedMethods().contains(candidate.request().method())) {
          attempt = candidate;
          return candidate.request();
        }
      }
      return attempt.connector().badMethod(refusal);
    }

    @Override
    public byte[] replyMore(byte[] payload) {
      underWay = true;
      return attempt.connector().replyMore(payload);
    }

    @Override
    public AuthOutcome done(long globalId, ConnectionMode mode, byte[] payload) {
      AuthOutcome outcome = attempt.connector().done(globalId, mode, payload);
      agreed = attempt.client();
      return outcome;
    }

    private Attempt next() {
      AuthClient client = untried.remove();
      AuthConnector connector = client.connector(EntityType.MON);
      return new Attempt(client, connector, connector.request());
    }
  }

  @Override
  public String toString() {
    return methods.stream().map(Object::toString).collect(Collectors.joining(",", "[", "]"));
  }
}
