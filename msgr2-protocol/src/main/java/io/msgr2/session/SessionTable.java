// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The sessions of a messenger, found by the addresses of their peers: by the msgr2 address, or by
 * the first one where there is none. Safe for use by several threads.
 *
 * @param <S> what stands for a session
 */
public final class SessionTable<S> {
  private final ConcurrentMap<EntityAddress, S> sessions = new ConcurrentHashMap<>();

  public Optional<S> find(EntityAddressVector peer) {
    return Optional.ofNullable(sessions.get(key(peer)));
  }

  /**
   * Adds a session if there is none of this peer.
   *
   * @return the session that was there before
   */
  public Optional<S> putIfAbsent(EntityAddressVector peer, S session) {
    return Optional.ofNullable(sessions.putIfAbsent(key(peer), session));
  }

  /** Removes a session, if it is the one of this peer. */
  public boolean remove(EntityAddressVector peer, S session) {
    return sessions.remove(key(peer), session);
  }

  /** Returns the sessions that are there now. */
  public Collection<S> all() {
    return List.copyOf(sessions.values());
  }

  private static EntityAddress key(EntityAddressVector peer) {
    EntityAddress msgr2 = peer.msgr2();
    return msgr2.equals(EntityAddress.blank()) ? peer.front() : msgr2;
  }
}
