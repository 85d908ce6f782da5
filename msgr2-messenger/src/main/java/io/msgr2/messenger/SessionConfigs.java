// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.frame.Banner;
import io.msgr2.session.GlobalSeq;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;

/** What sessions are told of their messenger; the addresses change as the messenger binds them. */
final class SessionConfigs {
  private final OptionalInt nonce;
  private final AtomicReference<SessionConfig> current;

  SessionConfigs(MessengerBuilder builder) {
    nonce = builder.nonce;
    Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
    policies.putAll(builder.policies);
    Policy other =
        builder.defaultPolicy.orElseGet(
            () -> builder.authServer.isPresent() ? Policy.statelessServer() : Policy.lossyClient());
    current =
        new AtomicReference<>(
            new SessionConfig(
                builder.name,
                EntityAddressVector.empty(),
                Integer.toUnsignedLong(nonce.orElseGet(() -> new SecureRandom().nextInt())),
                type -> policies.getOrDefault(type, other),
                new Banner(msgr2Features(builder), 0),
                builder.compression,
                builder.features,
                builder.limits,
                builder.timeouts,
                new GlobalSeq(),
                () -> ThreadLocalRandom.current().nextLong(),
                builder.faults,
                builder.dispatchThrottle,
                builder.allocator));
  }

  private static long msgr2Features(MessengerBuilder builder) {
    return builder.compression.isOffered()
        ? builder.msgr2Features | Banner.COMPRESSION
        : builder.msgr2Features;
  }

  /** Returns what a session that begins now is told. */
  SessionConfig current() {
    return current.get();
  }

  /** Replaces the addresses that this side accepts at. */
  void replace(List<EntityAddress> addresses) {
    current.updateAndGet(before -> before.withAddresses(new EntityAddressVector(addresses)));
  }

  /**
   * Adds an address that this side accepts at.
   *
   * @param address its nonce is replaced by the messenger's own, if that was set
   */
  void add(EntityAddress address) {
    EntityAddress own =
        nonce.isPresent() ? address.withNonce(Integer.toUnsignedLong(nonce.getAsInt())) : address;
    current.updateAndGet(
        before -> {
          List<EntityAddress> addresses = new ArrayList<>(before.addresses().addresses());
          addresses.add(own);
          return before.withAddresses(new EntityAddressVector(addresses));
        });
  }
}
