// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.frame.Banner;
import io.msgr2.frame.FrameLimits;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Features;
import io.msgr2.session.GlobalSeq;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionConfig;
import io.msgr2.session.Throttle;
import io.msgr2.session.Timeouts;
import io.netty.buffer.ByteBufAllocator;
import java.util.SplittableRandom;

/** What one end brings along; a test changes what it is about. */
public final class Party {
  private EntityName name;
  private EntityAddressVector addresses;
  private Policy policy;
  private Banner banner = new Banner(Banner.REVISION_1, 0);
  private long features = Features.SUPPORTED;
  private CompressionConfig compression = CompressionConfig.NONE;
  private FrameLimits limits = FrameLimits.DEFAULT;
  private Timeouts timeouts = Timeouts.DEFAULT;
  private Throttle dispatch = Throttle.UNLIMITED;

  Party(EntityName name, EntityAddressVector addresses, Policy policy) {
    this.name = name;
    this.addresses = addresses;
    this.policy = policy;
  }

  public Party name(String newName) {
    name = EntityName.parse(newName);
    return this;
  }

  public Party addresses(EntityAddressVector newAddresses) {
    addresses = newAddresses;
    return this;
  }

  public Party policy(Policy newPolicy) {
    policy = newPolicy;
    return this;
  }

  /** Sets the msgr2 features that the banner shows. */
  public Party banner(long supported, long required) {
    banner = new Banner(supported, required);
    return this;
  }

  /** Sets which frames are compressed; the banner has to offer it. */
  public Party compression(CompressionConfig newCompression) {
    compression = newCompression;
    return this;
  }

  /** Sets the Ceph features. */
  public Party features(long newFeatures) {
    features = newFeatures;
    return this;
  }

  public Party limits(FrameLimits newLimits) {
    limits = newLimits;
    return this;
  }

  public Party dispatch(Throttle newDispatch) {
    dispatch = newDispatch;
    return this;
  }

  public Party timeouts(Timeouts newTimeouts) {
    timeouts = newTimeouts;
    return this;
  }

  EntityName name() {
    return name;
  }

  Banner banner() {
    return banner;
  }

  SessionConfig config(ByteBufAllocator allocator) {
    Policy same = policy;
    return new SessionConfig(
        name,
        addresses,
        Setup.CLIENT_NONCE,
        peer -> same,
        banner,
        compression,
        features,
        limits,
        timeouts,
        new GlobalSeq(),
        new SplittableRandom(1)::nextLong,
        FaultPoints.NONE,
        dispatch,
        allocator);
  }
}
