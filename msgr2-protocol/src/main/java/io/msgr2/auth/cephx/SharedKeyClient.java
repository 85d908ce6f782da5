// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * The connecting side of cephx between entities that share a key: nobody hands out tickets, the
 * connector makes its own. It is how monitors let each other in, and it serves two programs that
 * have a key in common and no cluster. Every connection gets a ticket and a session key of its own.
 * Safe for use by several threads if the given random source is.
 */
public final class SharedKeyClient implements AuthClient {
  private static final long NO_GLOBAL_ID = 0;
  private static final Duration VALIDITY = Duration.ofHours(1);

  private final EntityName name;
  private final CephxKey key;
  private final ConnectionModes modes;
  private final RandomGenerator random;
  private final InstantSource clock;

  /**
   * @param name whom the tickets name; monitors share the name {@code mon.}
   * @param key the key that the acceptor has as well
   * @param modes what to offer
   * @param random for session keys and nonces; for real use a {@link java.security.SecureRandom}
   * @param clock for the times in tickets
   */
  public SharedKeyClient(
      EntityName name,
      CephxKey key,
      ConnectionModes modes,
      RandomGenerator random,
      InstantSource clock) {
    this.name = name;
    this.key = key;
    this.modes = modes;
    this.random = random;
    this.clock = clock;
  }

  @Override
  public AuthConnector connector(EntityType peer) {
    return new ServiceAuthorization(peer, ticketFor(peer), modes.wireWith(peer), random, () -> {});
  }

  private Ticket ticketFor(EntityType peer) {
    Instant now = clock.instant();
    CephxKey sessionKey = CephxKey.generate(key.type(), now, random);
    TicketInfo info =
        new TicketInfo(
            new AuthTicket(name, NO_GLOBAL_ID, now, now.plus(VALIDITY), AuthCaps.NONE), sessionKey);
    byte[] sealed = key.seal(KeyUsage.TICKET_INFO, info::write, random);
    return new Ticket(
        NO_GLOBAL_ID, peer.wire(), sessionKey, new TicketBlob(ServiceSecrets.SHARED, sealed));
  }
}
