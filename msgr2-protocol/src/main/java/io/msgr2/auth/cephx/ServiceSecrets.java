// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import java.util.Optional;

/** The keys that tickets are sealed with, as the service that they are for knows them. */
@FunctionalInterface
public interface ServiceSecrets {
  /** The number under which tickets name a key that does not rotate but is shared for good. */
  long SHARED = -1;

  /**
   * Looks up a key. Called by several threads.
   *
   * @param service the service that a ticket says it is for
   * @param secretId which of its keys the ticket says it is sealed with
   * @return the key, if there is such a one (still)
   */
  Optional<CephxKey> secret(EntityType service, long secretId);

  /** Returns secrets that consist of one key that never changes, whatever the service. */
  static ServiceSecrets shared(CephxKey key) {
    return (service, secretId) -> secretId == SHARED ? Optional.of(key) : Optional.empty();
  }
}
