// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Point;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.FaultPoints;
import io.msgr2.session.Session;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DialLimitTest {
  private static final int LIMIT = 3;
  private static final int SESSIONS = 60;

  /** Counts the dials that are under way. */
  private static final class UnderWay implements Handler, FaultPoints {
    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public Action reached(Session session, Point point) {
      if (point.equals(Point.of(Step.BANNER_WRITE))) {
        int dials = now.incrementAndGet();
        most.accumulateAndGet(dials, Math::max);
      }
      return Action.CONTINUE;
    }

    @Override
    public void connected(Connection connection) {
      now.decrementAndGet();
    }
  }

  @Test
  void no_more_dials_than_allowed_are_under_way() throws Exception {
    UnderWay dials = new UnderWay();
    try (Messenger server = Ends.server(Security.CEPHX_SECURE).build();
        Messenger client =
            Ends.client(Security.CEPHX_SECURE)
                .eventLoops(2)
                .dialLimit(LIMIT)
                .faultPoints(dials)
                .handler(dials)
                .build()) {
      EntityAddressVector address = Ends.listen(server);
      List<Connection> connections = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        connections.add(Ends.dialAnother(client, address));
      }
      for (Connection connection : connections) {
        Ends.await(connection.ready());
      }

      // Another loop may begin the next dial before the handler has heard of the last one.
      assertThat(dials.most.get()).isBetween(1, LIMIT + 2);
    }
  }

  @Test
  void a_connection_that_waits_for_its_turn_is_closed_at_once() throws Exception {
    try (ServerSocket silent = Ends.socket();
        Messenger client = Ends.client(Security.NONE_CRC).dialLimit(1).build()) {
      EntityAddressVector address =
          EntityAddressVector.of(Ends.LOOPBACK.withPort(silent.getLocalPort()));
      Connection first = Ends.dialAnother(client, address);
      Connection second = Ends.dialAnother(client, address);

      second.close().get(5, TimeUnit.SECONDS);

      first.markDown();
      Ends.awaitEnd(first);
      try (Messenger server = Ends.server(Security.NONE_CRC).build()) {
        Ends.await(Ends.dial(client, Ends.listen(server)).ready());
      }
    }
  }
}
