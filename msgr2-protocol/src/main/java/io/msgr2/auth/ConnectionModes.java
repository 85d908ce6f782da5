// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;

/**
 * The connection modes that one side is willing to use, by the type of the peer: what a connector
 * offers, the most wanted first, or what an acceptor allows. Ceph's options {@code
 * ms_mon_client_mode} and {@code ms_client_mode} make the same distinction.
 *
 * @param monitors with a monitor or a manager
 * @param others with every other entity
 */
public record ConnectionModes(List<ConnectionMode> monitors, List<ConnectionMode> others) {
  /** Ceph's default: monitors and managers preferably secure, the others preferably crc. */
  public static final ConnectionModes DEFAULT =
      new ConnectionModes(
          List.of(ConnectionMode.SECURE, ConnectionMode.CRC),
          List.of(ConnectionMode.CRC, ConnectionMode.SECURE));

  public ConnectionModes {
    if (monitors.isEmpty() || others.isEmpty()) {
      throw new IllegalArgumentException("at least one connection mode is needed");
    }
    monitors = List.copyOf(monitors);
    others = List.copyOf(others);
  }

  /** Returns the same modes for every peer, the most wanted first. */
  public static ConnectionModes of(ConnectionMode... modes) {
    return new ConnectionModes(List.of(modes), List.of(modes));
  }

  /** Returns the modes for a peer of the given type, the most wanted first. */
  public List<ConnectionMode> with(EntityType peer) {
    return switch (peer) {
      case MON, MGR -> monitors;
      case OSD, MDS, CLIENT, AUTH -> others;
    };
  }

  /** Returns the numbers on the wire of the modes for a peer of the given type. */
  public List<Integer> wireWith(EntityType peer) {
    return with(peer).stream().map(ConnectionMode::wire).toList();
  }

  /**
   * Makes the acceptor's choice: the first mode of the connector's list that is allowed here.
   *
   * @param offered numbers of the modes that the connector offered, the most wanted first
   */
  public Optional<ConnectionMode> choose(EntityType peer, List<Integer> offered) {
    return offered.stream()
        .flatMap(mode -> ConnectionMode.ofWire(mode).stream())
        .filter(with(peer)::contains)
        .findFirst();
  }
}
