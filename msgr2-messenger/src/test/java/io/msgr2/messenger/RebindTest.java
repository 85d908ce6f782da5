// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RebindTest {
  @Test
  void a_rebound_messenger_is_another_instance_elsewhere() throws Exception {
    Journal journal = new Journal();
    try (Messenger server = Ends.server(Security.NONE_CRC).handler(journal).build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Ends.await(server.bind(Ends.LOOPBACK));
      EntityAddressVector before = Ends.await(server.bind(Ends.LOOPBACK));
      Connection old = Ends.dial(client, before);
      Ends.await(old.ready());

      EntityAddressVector after = Ends.await(server.rebind(Set.of(1)));

      assertThat(server.addresses()).isEqualTo(after);
      assertThat(after.addresses()).hasSameSizeAs(before.addresses());
      for (int i = 0; i < 2; i++) {
        EntityAddress was = before.addresses().get(i);
        EntityAddress is = after.addresses().get(i);
        assertThat(is.nonce()).isEqualTo(was.nonce() + 1_000_000);
        assertThat(is.port()).isNotIn(ports(before));
        assertThat(server.listening().get(i).getPort()).isEqualTo(is.port());
      }
      Ends.awaitEnd(old);
      Connection anew = Ends.dial(client, after);
      anew.send(Answers.request(0, 10));
      journal.awaitMessages(1);
      assertThat(Ends.failure(Ends.dialAnother(client, before).ready()).failure().kind())
          .isEqualTo(Kind.UNREACHABLE);
    }
  }

  private static List<Integer> ports(EntityAddressVector addresses) {
    return addresses.addresses().stream().map(EntityAddress::port).toList();
  }

  @Test
  void only_a_bound_messenger_can_be_rebound() {
    try (Messenger client = Ends.client(Security.NONE_CRC).build()) {
      assertThatThrownBy(() -> client.rebind(Set.of()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("client.4000 is not bound");
    }
  }

  @Test
  void marking_all_down_ends_accepted_and_anonymous_connections_too() throws Exception {
    Journal journal = new Journal();
    try (Messenger server = Ends.server(Security.NONE_CRC).build();
        Messenger one =
            Proxied.builder(1, Policy.losslessPeer(), Security.NONE_CRC)
                .policy(EntityType.CLIENT, Policy.statelessServer())
                .handler(journal)
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      EntityAddressVector at = Ends.listen(server);
      List<Connection> all = new ArrayList<>();
      all.add(Ends.dial(one, at));
      all.add(Ends.dialAnother(one, at));
      Connection accepted = client.connect(EntityType.OSD, Ends.listen(one));
      for (Connection each : List.of(all.get(0), all.get(1), accepted)) {
        Ends.await(each.ready());
      }

      one.markDownAll();

      for (Connection each : all) {
        Ends.awaitEnd(each);
      }
      Ends.awaitEnd(accepted);
      Ends.until(() -> one.counters().open() == 0);
      assertThat(journal.events(1)).doesNotContain("reset", "interrupted");
    }
  }
}
