// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.Banner;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.Revision;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Features;
import io.msgr2.session.GlobalSeq;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionConfig;
import io.msgr2.session.Throttle;
import io.msgr2.session.Timeouts;
import io.netty.buffer.ByteBufAllocator;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What a {@link SimMessenger} is from the start; what is not set here is as usual. */
public final class MessengerSetup {
  private final EntityName name;
  private final Map<EntityType, Policy> policies = new EnumMap<>(EntityType.class);
  private EntityAddressVector addresses = EntityAddressVector.empty();
  private long nonce = 1;
  private Policy defaultPolicy = Policy.losslessPeer();
  private AuthClient authClient;
  private AuthServer authServer;
  private Banner banner = new Banner(Banner.REVISION_1, 0);
  private long features = Features.SUPPORTED;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private FaultPoints faults = FaultPoints.NONE;
  private Application application = Application.DEAF;

  private MessengerSetup(EntityName name) {
    this.name = name;
    protection(Protection.CRC);
  }

  /** Starts with a name like {@code osd.2}. */
  public static MessengerSetup of(String name) {
    return new MessengerSetup(EntityName.parse(name));
  }

  /** Accepts at the given address, like {@code v2:127.0.0.1:6800/7}. */
  public MessengerSetup bind(String address) {
    return bind(EntityAddressVector.of(EntityAddress.parse(address)));
  }

  /** Accepts at the msgr2 address among those given, which are all told to peers. */
  public MessengerSetup bind(EntityAddressVector newAddresses) {
    addresses = newAddresses;
    nonce = newAddresses.msgr2().nonce();
    return this;
  }

  /** Tells a messenger that does not accept from others of its name. */
  public MessengerSetup nonce(long newNonce) {
    nonce = newNonce;
    return this;
  }

  /**
   * Sets the policy for peers of all types that have none of their own; lossless peers by default.
   */
  public MessengerSetup policy(Policy newDefault) {
    defaultPolicy = newDefault;
    return this;
  }

  /** Sets the policy for peers of a type. */
  public MessengerSetup policy(EntityType peer, Policy policy) {
    policies.put(peer, policy);
    return this;
  }

  /** Sets how both sides authenticate and in which mode they talk; crc by default. */
  public MessengerSetup protection(Protection newProtection) {
    return auth(newProtection.client(name), newProtection.server(name.type()));
  }

  /** Authenticates in the given ways as the one who dials, and as the one who accepts. */
  public MessengerSetup auth(AuthClient client, AuthServer server) {
    authClient = client;
    authServer = server;
    return this;
  }

  /** Talks the given revision at most. */
  public MessengerSetup revision(Revision revision) {
    return banner(revision == Revision.V2_1 ? Banner.REVISION_1 : 0, 0);
  }

  /** Sets the msgr2 features that the banner tells. */
  public MessengerSetup banner(long supported, long required) {
    banner = new Banner(supported, required);
    return this;
  }

  /** Sets the Ceph features. */
  public MessengerSetup features(long newFeatures) {
    features = newFeatures;
    return this;
  }

  /** Sets how long, in virtual time, is waited for what. */
  public MessengerSetup timeouts(Timeouts newTimeouts) {
    timeouts = newTimeouts;
    return this;
  }

  /** Sets who is asked, at each frame and step, whether it breaks; nobody by default. */
  public MessengerSetup faults(FaultPoints newFaults) {
    faults = newFaults;
    return this;
  }

  /** Sets who hears of connections and messages; nobody by default. */
  public MessengerSetup application(Application newApplication) {
    application = newApplication;
    return this;
  }

  EntityName name() {
    return name;
  }

  AuthClient authClient() {
    return authClient;
  }

  AuthServer authServer() {
    return authServer;
  }

  Application application() {
    return application;
  }

  SessionConfig config(LongSupplier random, ByteBufAllocator allocator) {
    Map<EntityType, Policy> ofTypes = Map.copyOf(policies);
    Policy ofOthers = defaultPolicy;
    return new SessionConfig(
        name,
        addresses,
        nonce,
        peer -> ofTypes.getOrDefault(peer, ofOthers),
        banner,
        CompressionConfig.NONE,
        features,
        FrameLimits.DEFAULT,
        timeouts,
        new GlobalSeq(),
        random,
        faults,
        Throttle.UNLIMITED,
        allocator);
  }
}
