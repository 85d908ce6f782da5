// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.fault;

import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a connection went through, over all its TCP connections. Attempts and frames are counted as
 * soon as they are about to happen, even if a fault then prevents them. Safe for use by several
 * threads.
 */
public final class ConnectionCounters {
  /** What is counted. */
  public enum Count {
    /** TCP connections that were about to be opened. */
    CONNECTS,
    /** CLIENT_IDENT frames that were about to be written. */
    CONNECT_IDENTS,
    /** SESSION_RECONNECT frames that were about to be written. */
    CONNECT_RECONNECTS,
    /** How often the user was told that a dialled connection is ready. */
    CONNECTED,
    /** TCP connections that were accepted. */
    ACCEPTS,
    /** CLIENT_IDENT frames that were read. */
    ACCEPT_IDENTS,
    /** SESSION_RECONNECT frames that were read. */
    ACCEPT_RECONNECTS,
    /** How often the user was told that an accepted connection is ready. */
    ACCEPTED,
    /** How often the user was told that the connection is gone for good. */
    RESETS,
    /** How often the user was told that the peer has lost the session. */
    REMOTE_RESETS
  }

  private final Map<Count, Integer> counts = new EnumMap<>(Count.class);

  ConnectionCounters() {}

  /** Returns how often something has happened so far. */
  public synchronized int get(Count what) {
    return counts.getOrDefault(what, 0);
  }

  /** To be called when the user is told that the connection is ready. */
  public void ready(Role role) {
    add(role == Role.CONNECTOR ? Count.CONNECTED : Count.ACCEPTED);
  }

  /** To be called when the user is told that the connection is gone for good. */
  public void reset() {
    add(Count.RESETS);
  }

  /** To be called when the user is told that the peer has lost the session. */
  public void remoteReset() {
    add(Count.REMOTE_RESETS);
  }

  void reached(Point point) {
    if (point.equals(Point.of(Step.SOCKET_CONNECTING))) {
      add(Count.CONNECTS);
    } else if (point.equals(Point.of(Step.SOCKET_ACCEPTED))) {
      add(Count.ACCEPTS);
    } else if (point.equals(Point.write(Tag.CLIENT_IDENT))) {
      add(Count.CONNECT_IDENTS);
    } else if (point.equals(Point.read(Tag.CLIENT_IDENT))) {
      add(Count.ACCEPT_IDENTS);
    } else if (point.equals(Point.write(Tag.SESSION_RECONNECT))) {
      add(Count.CONNECT_RECONNECTS);
    } else if (point.equals(Point.read(Tag.SESSION_RECONNECT))) {
      add(Count.ACCEPT_RECONNECTS);
    }
  }

  private synchronized void add(Count what) {
    counts.merge(what, 1, Integer::sum);
  }

  /**
   * Returns the counts as {@code C 2/1/1/2 A 0/0/0/1 R 0/1}: as connector, TCP connections, idents,
   * reconnects and how often ready; the same as acceptor; resets and remote resets.
   */
  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    for (Count count : Count.values()) {
      switch (count) {
        case CONNECTS -> text.append("C ");
        case ACCEPTS -> text.append(" A ");
        case RESETS -> text.append(" R ");
        default -> text.append('/');
      }
      text.append(get(count));
    }
    return text.toString();
  }
}
