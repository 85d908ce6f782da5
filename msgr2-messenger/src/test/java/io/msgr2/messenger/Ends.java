// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Messengers of tests, and how long tests wait for them. */
final class Ends {
  static final EntityAddress LOOPBACK = EntityAddress.parse("v2:127.0.0.1:0/7");
  static final EntityName CLIENT = EntityName.client("4000");
  static final EntityName SERVER = EntityName.osd(0);

  private static final long DEADLINE_SECONDS = 30;

  private Ends() {}

  static MessengerBuilder client(Security security) {
    return Messenger.builder(CLIENT).auth(security.client(CLIENT)).eventLoops(1);
  }

  static MessengerBuilder server(Security security) {
    return Messenger.builder(SERVER).auth(security.server()).eventLoops(1);
  }

  /** Returns what the future completes with, and fails the test when it does not. */
  static <T> T await(Future<T> future) throws Exception {
    return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Accepts on loopback at any port. */
  static EntityAddressVector listen(Messenger server) throws Exception {
    return await(server.bind(LOOPBACK));
  }

  /** Dials a server of these tests. */
  static Connection dial(Messenger client, EntityAddressVector server) {
    return client.connect(EntityType.OSD, server);
  }
}
