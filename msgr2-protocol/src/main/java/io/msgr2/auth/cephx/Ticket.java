// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.TicketBlob;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * All that is needed to be let in by a service.
 *
 * @param globalId the number that the ticket vouches for
 * @param service number of the service
 * @param sessionKey the key that the ticket tells the service
 * @param blob the ticket itself
 */
record Ticket(long globalId, int service, CephxKey sessionKey, TicketBlob blob) {

  /** Makes an authorizer for one round: the first without, the second with a challenge. */
  Authorizer authorizer(long nonce, OptionalLong challengePlusOne, RandomGenerator random) {
    return Authorizer.of(
        globalId, service, blob, sessionKey, new Authorize(nonce, challengePlusOne), random);
  }
}
