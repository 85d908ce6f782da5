// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionFailure.Kind;
import io.msgr2.session.Timeouts;
import io.msgr2.testkit.proxy.Fault;
import io.msgr2.testkit.proxy.FaultProxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lossless sessions that an end forgets, or closes, or waits for in vain. */
class SessionLifeTest {
  private static Proxied start(int number, Policy policy) throws Exception {
    return Proxied.start(Proxied.builder(number, policy, Security.NONE_CRC));
  }

  /** Does not wait long for what cannot be sent. */
  private static Proxied startImpatient(int number, Policy policy) throws Exception {
    return Proxied.start(
        Proxied.builder(number, policy, Security.NONE_CRC)
            .timeouts(new Timeouts(2_000, 2_000, 900_000, 300)));
  }

  private static Proxied startAgain(int number, Policy policy, FaultProxy proxy) throws Exception {
    return Proxied.start(Proxied.builder(number, policy, Security.NONE_CRC), proxy);
  }

  @ParameterizedTest
  @EnumSource
  void a_client_that_marks_down_and_dials_again_has_lost_the_session(Security security)
      throws Exception {
    try (Proxied client = Proxied.start(Proxied.builder(1, Policy.losslessClient(), security));
        Proxied server = Proxied.start(Proxied.builder(2, Policy.statefulServer(), security))) {
      Connection first = client.connect(server);
      client.journal().awaitEvents("connected");
      first.markDown();
      server.journal().awaitEvents("accepted", "interrupted");

      Connection second = client.connect(server);
      second.send(Answers.request(0, 10));

      server.journal().awaitMessages(1);
      assertThat(second).isNotSameAs(first);
      client.journal().awaitEvents("connected", "connected");
      server.journal().awaitEvents("accepted", "interrupted", "remoteReset", "accepted");
      assertThat(server.journal().connections()).hasSize(1);
    }
  }

  @Test
  void a_client_hears_that_the_server_marked_down_and_goes_on_anew() throws Exception {
    try (Proxied client = start(1, Policy.losslessClient());
        Proxied server = start(2, Policy.statefulServer())) {
      Connection there = client.connect(server);
      server.journal().connection().markDown();

      client.journal().awaitEvents("connected", "interrupted", "remoteReset", "connected");

      there.send(Answers.request(0, 10));
      server.journal().awaitMessages(1);
      server.journal().awaitEvents("accepted", "accepted");
      assertThat(server.journal().connections()).hasSize(2);
      assertThat(client.connect(server)).isSameAs(there);
    }
  }

  @Test
  void a_resting_peer_learns_of_a_mark_down_when_it_has_something_to_send() throws Exception {
    try (Proxied one = start(1, Policy.losslessPeer());
        Proxied two = start(2, Policy.losslessPeer())) {
      Connection there = one.connect(two);
      two.journal().connection().markDown();
      one.journal().awaitEvents("connected", "interrupted");

      there.send(Answers.request(0, 10));

      one.journal().awaitEvents("connected", "interrupted", "remoteReset", "connected");
      there.send(Answers.request(0, 20));
      two.journal().awaitMessages(1);
    }
  }

  @Test
  void a_peer_without_reset_check_delivers_to_one_that_started_over() throws Exception {
    FaultProxy proxy;
    try (Proxied one = start(1, Policy.losslessPeer())) {
      Proxied two = start(2, Policy.losslessPeer());
      proxy = two.proxy();
      one.connect(two);
      two.journal().awaitEvents("accepted");
      proxy.refuse();
      two.messenger().close();
      one.journal().awaitEvents("connected", "interrupted");
      one.journal().connection().send(Answers.request(0, 10));

      try (Proxied again = startAgain(2, Policy.losslessPeer(), proxy)) {
        // The restarted peer dials first; it is not dialled before it has.
        again.connect(one);

        again.journal().awaitMessages(1);

        one.journal().awaitLast("accepted");
        assertThat(one.journal().events(1)).doesNotContain("remoteReset", "reset");
        assertThat(one.journal().connections()).hasSize(1);
      }
    }
  }

  @Test
  void a_peer_with_reset_check_hears_that_the_other_one_started_over() throws Exception {
    try (Proxied one = start(1, Policy.losslessPeerReuse())) {
      Proxied two = start(2, Policy.losslessPeerReuse());
      one.connect(two);
      two.journal().awaitEvents("accepted");
      two.proxy().refuse();
      two.messenger().close();
      one.journal().awaitEvents("connected", "interrupted");

      try (Proxied again = startAgain(2, Policy.losslessPeerReuse(), two.proxy())) {
        again.connect(one);

        again.journal().awaitEvents("connected");
        one.journal().awaitEvents("connected", "interrupted", "remoteReset", "accepted");
        assertThat(one.journal().connections()).hasSize(1);
      }
    }
  }

  @Test
  void a_server_with_a_new_nonce_is_another_one() throws Exception {
    try (Proxied client = start(1, Policy.losslessClient())) {
      Proxied server = start(2, Policy.statefulServer());
      Connection old = client.connect(server);
      Ends.await(old.ready());
      server.messenger().close();
      try (Proxied again =
          Proxied.start(
              Proxied.builder(2, Policy.statefulServer(), Security.NONE_CRC).nonce(8),
              server.proxy())) {
        Ends.until(() -> again.messenger().counters().ends(Kind.VIOLATION) > 0);
        Connection anew = client.connect(again);
        anew.send(Answers.request(0, 10));

        again.journal().awaitMessages(1);

        assertThat(anew).isNotSameAs(old);
        again.journal().awaitEvents("accepted");
        assertThat(client.journal().events(1)).contains("remoteReset").doesNotContain("reset");
        old.markDown();
        Ends.awaitEnd(old);
      }
    }
  }

  @Test
  void a_session_gives_up_when_it_was_told_to() throws Exception {
    Policy impatient = Policy.losslessClient().givingUpAfterMs(200);
    try (Proxied client = start(1, impatient);
        Proxied server = start(2, Policy.statefulServer())) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      server.proxy().refuse();
      server.proxy().inject(Fault.RESET);

      client.journal().awaitLast("refused");

      assertThat(there.send(Answers.request(0, 10))).isFalse();
      assertThat(client.connect(server)).isNotSameAs(there);
    }
  }

  @Test
  void an_interrupted_session_is_closed_at_once_and_says_what_it_had_to_send() throws Exception {
    try (Proxied client = start(1, Policy.losslessClient());
        Proxied server = start(2, Policy.statefulServer())) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      server.proxy().refuse();
      server.proxy().inject(Fault.RESET);
      client.journal().events(2);
      for (int i = 0; i < 5; i++) {
        there.send(Answers.request(i, 1000));
      }

      CompletableFuture<CloseReport> report = there.close();

      assertThat(report.get(Proxied.QUICK.closeMs() / 2, TimeUnit.MILLISECONDS))
          .isEqualTo(new CloseReport(5, 0));
    }
  }

  @Test
  void closing_waits_for_acknowledgements_but_not_for_ever() throws Exception {
    try (Proxied client = startImpatient(1, Policy.losslessClient());
        Proxied server = startImpatient(2, Policy.statefulServer())) {
      Connection there = client.connect(server);
      Ends.await(there.ready());
      server.proxy().inject(Fault.BLACK_HOLE);
      for (int i = 0; i < 5; i++) {
        there.send(Answers.request(i, 1000));
      }

      assertThat(Ends.await(there.close())).isEqualTo(new CloseReport(5, 1));
    }
  }

  @Test
  void a_closed_messenger_has_delivered_what_it_was_given() throws Exception {
    try (Proxied server = start(2, Policy.statefulServer())) {
      Proxied client = start(1, Policy.losslessClient());
      Connection there = client.connect(server);
      Ends.await(there.ready());
      for (int i = 0; i < 1000; i++) {
        there.send(Answers.request(i, 1000));
      }

      CloseReport report = Ends.await(client.messenger().closeAsync());

      assertThat(report).isEqualTo(CloseReport.CLEAN);
      server.journal().awaitMessages(1000);
      client.close();
    }
  }

  @Test
  void a_session_is_found_by_the_address_that_was_dialled() throws Exception {
    Journal journal = new Journal();
    try (Proxied client = start(1, Policy.losslessClient());
        Messenger server =
            Proxied.builder(2, Policy.statefulServer(), Security.NONE_CRC)
                .handler(journal)
                .build()) {
      Ends.await(server.bind(Ends.LOOPBACK));
      EntityAddressVector both = Ends.await(server.bind(Ends.LOOPBACK));
      EntityAddressVector second = EntityAddressVector.of(both.addresses().get(1));
      Connection first = client.messenger().connect(EntityType.OSD, second);
      Ends.await(first.ready());
      first.markDown();
      Ends.awaitEnd(first);

      Connection next = client.messenger().connect(EntityType.OSD, second);
      Ends.await(next.ready());

      assertThat(client.messenger().connect(EntityType.OSD, second)).isSameAs(next);
      next.send(Answers.request(0, 10));
      journal.awaitMessages(1);
    }
  }
}
