// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.session.Backoff;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.proxy.Fates;
import io.msgr2.testkit.proxy.FaultProxy;

/** A messenger of an OSD that is reached through a proxy, which can break its connections. */
record Proxied(
    FaultProxy proxy, Messenger messenger, EntityAddressVector addresses, Journal journal)
    implements AutoCloseable {
  static final Timeouts QUICK = new Timeouts(2_000, 2_000, 900_000, 2_000, new Backoff(5, 50, 0.5));

  static MessengerBuilder builder(int number, Policy policy, Security security) {
    EntityName name = EntityName.osd(number);
    return Messenger.builder(name)
        .auth(security.client(name))
        .auth(security.server())
        .policy(policy)
        .timeouts(QUICK)
        .eventLoops(2);
  }

  static Proxied start(MessengerBuilder builder) throws Exception {
    return start(builder, FaultProxy.start(Fates.none()));
  }

  /** Starts a messenger at the address of one that was there before. */
  static Proxied start(MessengerBuilder builder, FaultProxy proxy) throws Exception {
    Journal journal = new Journal();
    Messenger messenger = builder.handler(journal).build();
    EntityAddress seen = EntityAddress.msgr2(proxy.address(), Ends.LOOPBACK.nonce());
    EntityAddressVector addresses = Ends.await(messenger.bind(Ends.LOOPBACK, seen));
    proxy.forwardTo(messenger.listening().get(0));
    return new Proxied(proxy, messenger, addresses, journal);
  }

  Connection connect(Proxied peer) {
    return messenger.connect(EntityType.OSD, peer.addresses);
  }

  @Override
  public void close() {
    messenger.close();
    proxy.close();
  }
}
