// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.AddressType;
import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.frame.Banner;
import io.msgr2.frame.FrameLimits;
import io.msgr2.handshake.CompressionConfig;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What a session has to know of the messenger it belongs to.
 *
 * @param self who this side is
 * @param addresses where this side accepts; empty for one that does not
 * @param nonce tells this instance of the entity from others at the same address, for a side that
 *     does not accept
 * @param policies how sessions with peers of a type are treated
 * @param banner this side's msgr2 features
 * @param compression which frames this side wants compressed, if the banners let it say so
 * @param features this side's Ceph features
 * @param globalSeq numbers the messenger's attempts
 * @param random gives random bits, which need not be secret
 * @param faults where a test makes connections fail
 * @param dispatch limits the bytes of messages received and not handled yet, in all sessions
 * @param allocator where buffers come from
 */
public record SessionConfig(
    EntityName self,
    EntityAddressVector addresses,
    long nonce,
    Function<EntityType, Policy> policies,
    Banner banner,
    CompressionConfig compression,
    long features,
    FrameLimits limits,
    Timeouts timeouts,
    GlobalSeq globalSeq,
    LongSupplier random,
    FaultPoints faults,
    Throttle dispatch,
    ByteBufAllocator allocator) {

  /** Returns the same with other addresses. */
  public SessionConfig withAddresses(EntityAddressVector newAddresses) {
    return new SessionConfig(
        self,
        newAddresses,
        nonce,
        policies,
        banner,
        compression,
        features,
        limits,
        timeouts,
        globalSeq,
        random,
        faults,
        dispatch,
        allocator);
  }

  /**
   * Returns this side's addresses as it tells them to the peer. A side that does not accept learns
   * its host from the peer, and is of type "any", since it cannot be dialled
   * (docs/protocol-notes.md, Identification).
   */
  EntityAddressVector addressesSeenAs(EntityAddress seenAs) {
    return addresses.isEmpty()
        ? EntityAddressVector.of(seenAs.withType(AddressType.ANY).withPort(0).withNonce(nonce))
        : addresses;
  }

  /**
   * Returns this side's number. An OSD has one of its own; any other entity is known by the one
   * that the monitors assigned, if they did, because that is unique: names are not, even if they
   * look like numbers, and OSDs tell requests apart by it.
   *
   * @param globalId what the monitors assigned; 0 for nothing
   */
  long gid(long globalId) {
    return self.type() == EntityType.OSD || globalId == 0 ? self.number().gid() : globalId;
  }
}
