// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.GlobalIds;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The accepting side of cephx in a monitor: logs in those who have a key and mon caps, gives them
 * tickets, and lets in those who show a ticket for the monitors, other monitors with the key of
 * {@code mon.} among them. What it answers is in docs/protocol-notes.md, Login with a monitor and
 * Renewal.
 *
 * <p>Global ids are claimed back only with the ticket that came with them, whatever version of the
 * protocol a client speaks (CVE-2021-20288); there is no setting for less. Safe for use by several
 * threads if what it was given is.
 */
public final class CephxMonitor implements AuthServer {
  private static final int CHALLENGES_REMEMBERED = 65_536;

  private final TicketOffice office;
  private final LongSupplier globalIds;
  private final ConnectionModes modes;
  private final ChallengeMemory challenges = new ChallengeMemory(CHALLENGES_REMEMBERED);

  /**
   * A monitor with Ceph's defaults and with {@link RotatingKeys#of}.
   *
   * @param store who may log in
   * @param random for keys, challenges and secrets; for real use a {@link
   *     java.security.SecureRandom}
   * @param clock for the life of keys and tickets
   */
  public CephxMonitor(KeyStore store, RandomGenerator random, InstantSource clock) {
    this(
        store,
        RotatingKeys.of(store, KeyType.AES256K, RotatingKeys.Lifetimes.DEFAULT, random, clock),
        new GlobalIds(clock.instant()),
        ConnectionModes.DEFAULT,
        random);
  }

  /**
   * @param store who may log in
   * @param keys what tickets are sealed with; the same for all monitors of a cluster
   * @param globalIds the next number that was never given to anybody, and is not 0; must not block
   * @param modes the connection modes to allow
   * @param random for challenges, session keys and connection secrets; for real use a {@link
   *     java.security.SecureRandom}
   */
  public CephxMonitor(
      KeyStore store,
      RotatingKeys keys,
      LongSupplier globalIds,
      ConnectionModes modes,
      RandomGenerator random) {
    this.office = new TicketOffice(store, keys, random);
    this.globalIds = globalIds;
    this.modes = modes;
  }

  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    AuthAcceptor authorizers =
        new AuthorizerAcceptor(EntityType.MON, peer, this::secret, modes, office.random());
    return new MonitorAcceptor(
        new CephxGate(peer, modes), office, authorizers, globalIds, challenges);
  }

  /**
   * Answers a request for other tickets that came in a message of type MAuth. Ceph's monitors close
   * the session after a refusal.
   *
   * @param name who the peer of the session proved to be
   * @param globalId its global id
   * @param request the payload of the message
   */
  public RenewalAnswer renew(EntityName name, long globalId, byte[] request) {
    return new Renewals(office, challenges).answer(name, globalId, request);
  }

  private Optional<CephxKey> secret(EntityType service, long secretId) {
    return secretId == ServiceSecrets.SHARED
        ? office.store().entity(KeyStore.MONITORS).map(KeyStore.Entity::key)
        : office.keys().secret(service, secretId);
  }
}
