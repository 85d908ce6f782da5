// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.TicketRenewal;
import io.msgr2.codec.ProtocolException;
import io.msgr2.rados.message.MAuth;
import io.msgr2.rados.message.MAuthReply;
import io.msgr2.rados.message.MonMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Renews the tickets of cephx in the session with a monitor before they expire, one request at a
 * time. Not safe for use by several threads.
 */
final class TicketKeeper {
  /** How long to wait before a renewal that failed, or was not answered, is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final Optional<CephxClient> cephx;
  private Optional<TicketRenewal> underWay = Optional.empty();
  private Instant notBefore = Instant.MIN;
  private Optional<Long> authEpoch = Optional.empty();

  /**
   * @param cephx the keeper of the tickets; without one there are none
   */
  TicketKeeper(Optional<CephxClient> cephx) {
    this.cephx = cephx;
  }

  /** Returns when {@link #request} is to be called next, if ever. */
  Optional<Instant> nextRequest() {
    return cephx
        .flatMap(CephxClient::nextRenewal)
        .map(due -> due.isBefore(notBefore) ? notBefore : due);
  }

  /** Returns the request that is due now, if one is, to be sent to the monitor of the session. */
  Optional<MAuth> request(Instant now, long monMapEpoch) {
    if (nextRequest().filter(due -> !due.isAfter(now)).isEmpty()) {
      return Optional.empty();
    }
    notBefore = now.plus(RETRY);
    underWay = cephx.flatMap(client -> client.renewalDue(now));
    return underWay.map(
        renewal -> new MAuth(AuthMethod.CEPHX.wire(), renewal.request(), monMapEpoch));
  }

  /** Returns whether an answer is waited for. */
  boolean isUnderWay() {
    return underWay.isPresent();
  }

  /**
   * Takes the monitor's answer; another request may be due then.
   *
   * @throws AuthException when the monitor refused; the session is of no use any more
   * @throws ProtocolException when the answer cannot be read
   */
  void reply(MAuthReply reply) {
    if (underWay.isEmpty()) {
      return;
    }
    TicketRenewal renewal = underWay.get();
    underWay = Optional.empty();
    if (reply.result() < 0) {
      throw new AuthException(
          -reply.result(), "the monitor refused to renew tickets: " + reply.message());
    }
    renewal.reply(reply.payload());
    notBefore = Instant.MIN;
  }

  /** The session is over; the next login brings new tickets. */
  void sessionLost() {
    underWay = Optional.empty();
    notBefore = Instant.MIN;
  }

  /**
   * Takes a monitor map. When its {@code auth_epoch} has grown, all service keys were replaced, and
   * the tickets for services are void.
   */
  void monMap(MonMap map) {
    Optional<Long> newEpoch = map.authCiphers().map(MonMap.AuthCiphers::authEpoch);
    boolean grown =
        newEpoch.isPresent() && authEpoch.isPresent() && newEpoch.get() > authEpoch.get();
    if (grown) {
      cephx.ifPresent(CephxClient::dropTickets);
    }
    authEpoch = newEpoch.or(() -> authEpoch);
  }
}
