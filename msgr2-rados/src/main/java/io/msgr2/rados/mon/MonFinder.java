// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.ProtocolException;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.rados.message.MMonGetMap;
import io.msgr2.rados.message.MMonMap;
import io.msgr2.rados.message.MonMap;
import io.msgr2.session.Message;
import io.msgr2.session.SessionFailure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/**
 * Carries out a {@link Hunt}: dials monitors and asks each for the monitor map. The first one that
 * sends it is found; it has proved that it accepts this client and that it answers. Used by one
 * thread only.
 */
final class MonFinder {
  private static final int EINVAL = 22;

  /** Is told how the hunt ends. */
  interface Outcome {
    /** A monitor was found; its connection is the callee's from now on. */
    void found(Connection connection, Candidate monitor, MonMap map);

    /** There is no use in hunting on. */
    void gaveUp(MonException why);
  }

  private final Hunt hunt;
  private final LoginRace race;
  private final Function<EntityAddressVector, Connection> dialler;
  private Optional<UUID> fsid;
  private final String keyOrigin;
  private final Outcome outcome;
  private final Map<Connection, Long> attempts = new HashMap<>();

  /**
   * @param race the logins at the monitors that are dialled
   * @param dialler makes a connection to a monitor
   * @param fsid the cluster that a monitor has to belong to, if it is known
   * @param keyOrigin where this client's key is from, or why there is none, for errors
   */
  MonFinder(
      Hunt hunt,
      LoginRace race,
      Function<EntityAddressVector, Connection> dialler,
      Optional<UUID> fsid,
      String keyOrigin,
      Outcome outcome) {
    this.hunt = hunt;
    this.race = race;
    this.dialler = dialler;
    this.fsid = fsid;
    this.keyOrigin = keyOrigin;
    this.outcome = outcome;
  }

  void begin(List<Candidate> candidates, long nowNanos) {
    perform(hunt.begin(candidates, nowNanos));
  }

  /** See {@link Hunt#beginAfterPause}. */
  void beginAfterPause(List<Candidate> candidates, long nowNanos) {
    perform(hunt.beginAfterPause(candidates, nowNanos));
  }

  void cancel() {
    perform(hunt.cancel());
  }

  boolean isHunting() {
    return hunt.isOn();
  }

  /** Returns whether a connection is one of the hunt. */
  boolean owns(Connection connection) {
    return attempts.containsKey(connection);
  }

  OptionalLong deadlineNanos() {
    return hunt.deadlineNanos();
  }

  void deadlinePassed(long nowNanos) {
    perform(hunt.deadlinePassed(nowNanos));
  }

  /** See {@link Hunt#calm}. */
  void calm() {
    hunt.calm();
  }

  /** See {@link Hunt#reasons}. */
  String reasons() {
    return hunt.reasons();
  }

  /** A message came on one of the hunt's connections. */
  void message(Connection connection, Message message, long nowNanos) {
    if (message.type() != MMonMap.TYPE) {
      return;
    }
    MonMap map;
    try {
      map = Messages.read(message, MMonMap::read).map();
    } catch (ProtocolException e) {
      fail(connection, Hunt.Verdict.TRY_OTHERS, EINVAL, e.getMessage(), nowNanos);
      return;
    }
    if (fsid.isPresent() && !fsid.get().equals(map.fsid())) {
      String reason = "it belongs to cluster " + map.fsid() + ", expected " + fsid.get();
      fail(connection, Hunt.Verdict.REFUSED, EINVAL, reason, nowNanos);
      return;
    }
    // From now on it is known, even if it is not configured.
    fsid = Optional.of(map.fsid());
    long attempt = attempts.remove(connection);
    Candidate monitor = hunt.candidate(attempt);
    perform(hunt.answered(attempt));
    outcome.found(connection, monitor, map);
  }

  /** One of the hunt's connections could not be made, or broke. */
  void failed(Connection connection, ConnectionException why, long nowNanos) {
    SessionFailure failure = why.failure();
    Hunt.Verdict verdict =
        switch (failure.kind()) {
          // The login race closes all logins but the first that succeeds.
          case CLOSED -> Hunt.Verdict.TOO_SLOW;
          case AUTHENTICATION -> Hunt.Verdict.REFUSED;
          case UNREACHABLE, DISCONNECTED, TIMEOUT, FEATURES, VIOLATION, INTERNAL ->
              Hunt.Verdict.TRY_OTHERS;
        };
    // Ceph's own clients report every refusal like this.
    int errno = verdict == Hunt.Verdict.REFUSED ? MonException.EACCES : failure.errno();
    perform(hunt.failed(attempts.remove(connection), verdict, errno, failure.toString(), nowNanos));
  }

  private void fail(
      Connection connection, Hunt.Verdict verdict, int errno, String reason, long nowNanos) {
    connection.markDown();
    perform(hunt.failed(attempts.remove(connection), verdict, errno, reason, nowNanos));
  }

  private void perform(List<Hunt.Action> actions) {
    if (actions.stream().anyMatch(Hunt.Action.Dial.class::isInstance)) {
      race.start();
    }
    for (Hunt.Action action : actions) {
      if (action instanceof Hunt.Action.Dial dial) {
        Connection connection = dialler.apply(EntityAddressVector.of(dial.candidate().address()));
        attempts.put(connection, dial.attempt());
        connection.send(Messages.of(new MMonGetMap()));
      } else if (action instanceof Hunt.Action.Abandon abandon) {
        attempts.entrySet().removeIf(entry -> abandoned(entry, abandon.attempt()));
      } else if (action instanceof Hunt.Action.GiveUp giveUp) {
        outcome.gaveUp(
            MonException.of(
                giveUp.errno(),
                "no monitor accepts this client (" + keyOrigin + "): " + hunt.reasons()));
      }
    }
  }

  private static boolean abandoned(Map.Entry<Connection, Long> entry, long attempt) {
    if (entry.getValue() != attempt) {
      return false;
    }
    entry.getKey().markDown();
    return true;
  }
}
