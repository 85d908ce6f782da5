// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.Caps;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may log in, with which key, and what for. A {@link Keyring} is one. Asked at every login by
 * several threads, on event loops: an implementation must not block, and may change its mind.
 */
@FunctionalInterface
public interface KeyStore {
  /** The entity {@code mon.}, whose key all monitors of a cluster share. */
  EntityName MONITORS = new EntityName(EntityType.MON, "");

  /**
   * Somebody who may log in.
   *
   * @param key the entity's key, which also says of which type its session keys are
   * @param pendingKey the key that is to replace it, and is as good already
   * @param caps what the entity may do, by the name of the service
   */
  record Entity(CephxKey key, Optional<CephxKey> pendingKey, Map<String, String> caps) {
    public Entity {
      caps = Map.copyOf(caps);
    }

    /** An entity whose key is not about to be replaced. */
    public Entity(CephxKey key, Map<String, String> caps) {
      this(key, Optional.empty(), caps);
    }

    /** Returns what the entity may do with a service. */
    public Caps caps(EntityType service) {
      return Caps.of(caps.getOrDefault(service.toString(), ""));
    }
  }

  /** Looks an entity up. */
  Optional<Entity> entity(EntityName name);

  /**
   * Returns a store without those whose key is of another type, as Ceph's {@code
   * auth_allowed_ciphers}; a client cannot tell that from a wrong key.
   */
  default KeyStore allowing(Set<KeyType> types) {
    return name -> entity(name).filter(entity -> types.contains(entity.key().type()));
  }
}
