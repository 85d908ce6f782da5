// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.codec.WireWriter;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Who logs in, and for what.
 *
 * @param name the entity
 * @param key the entity's own key
 * @param services the services that tickets are asked for
 * @param random for challenges, nonces and sealing
 */
record Principal(EntityName name, CephxKey key, Set<EntityType> services, RandomGenerator random) {

  /** Answers a monitor's challenge, showing the ticket of an earlier login if there was one. */
  byte[] authenticate(long serverChallenge, Optional<TicketStore.Login> earlier) {
    long clientChallenge = random.nextLong();
    Authenticate authenticate =
        new Authenticate(
            clientChallenge,
            key.challengeAnswer(serverChallenge, clientChallenge),
            earlier.map(login -> login.ticket().blob()).orElse(TicketBlob.EMPTY),
            EntityType.AUTH.wire() | bits(services));
    return WireWriter.toBytes(
        writer -> {
          RequestType.AUTH_SESSION_KEY.write(writer);
          authenticate.write(writer);
        });
  }

  static int bits(Set<EntityType> services) {
    return services.stream().mapToInt(EntityType::wire).reduce(0, (a, b) -> a | b);
  }
}
