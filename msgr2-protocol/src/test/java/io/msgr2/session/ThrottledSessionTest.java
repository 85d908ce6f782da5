// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.Revision;
import io.msgr2.frame.Tag;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that receive more than there is room for. */
class ThrottledSessionTest {
  private static final int IDLE_MS = 1_000;

  private final Throttle messages = Throttle.of(2);
  private final Throttle bytes = Throttle.of(1_000);
  private final Throttle dispatch = Throttle.of(10_000);
  private final AtomicInteger wakes = new AtomicInteger();

  @AfterEach
  void nothing_is_in_use() {
    assertThat(List.of(messages.inUse(), bytes.inUse(), dispatch.inUse())).containsOnly(0L);
    assertThat(messages.tryAcquire(2)).as("nobody waits").isTrue();
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void reads_nothing_while_there_is_no_room(Variant variant) {
    try (var rig = throttled(variant).sessions()) {
      listenTo(rig.server);
      for (int i = 1; i <= 4; i++) {
        rig.client.send("message " + i);
      }
      rig.settle();
      assertThat(rig.server.transport().reads()).isFalse();
      assertThat(rig.server.transport().target()).isNull();
      List<Message> received = take(rig.server);
      assertThat(texts(received)).containsExactly("message 1", "message 2");
      assertThat(messages.inUse()).isEqualTo(2);
      assertThat(bytes.inUse()).isEqualTo(18);

      received.get(0).release();
      assertThat(wakes).hasValue(1);
      assertThat(take(rig.server)).isEmpty();
      rig.server.session().roomMade(rig.nowNanos());
      List<Message> third = take(rig.server);
      assertThat(texts(third)).containsExactly("message 3");
      assertThat(rig.server.transport().reads()).isFalse();

      received.get(1).release();
      rig.server.session().roomMade(rig.nowNanos());
      List<Message> fourth = take(rig.server);
      assertThat(texts(fourth)).containsExactly("message 4");
      assertThat(rig.server.transport().reads()).isTrue();
      release(third);
      release(fourth);
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void what_comes_byte_by_byte_meanwhile_is_kept(Variant variant) {
    try (var rig = throttled(variant).sessions()) {
      listenTo(rig.server);
      rig.settle();
      rig.toServer.slice(1);
      for (int i = 1; i <= 6; i++) {
        rig.client.send("message " + i);
      }
      rig.settle();
      List<String> texts = new ArrayList<>();
      for (List<Message> some = take(rig.server); !some.isEmpty(); some = take(rig.server)) {
        texts.addAll(texts(some));
        assertThat(some).hasSize(2);
        release(some);
        rig.server.session().roomMade(rig.nowNanos());
      }
      assertThat(texts).hasSize(6).endsWith("message 6");
    }
  }

  @Test
  void a_message_gives_its_room_back_when_it_is_first_released() {
    try (var rig = throttled(Variant.PLAIN).sessions()) {
      listenTo(rig.server);
      rig.client.send("kept");
      rig.settle();
      Message kept = take(rig.server).get(0).retain();
      kept.front().retain().release();
      kept.data().skipBytes(3);
      assertThat(messages.inUse()).isOne();
      kept.release();
      assertThat(messages.inUse()).isZero();
      assertThat(kept.data().isReadable()).isTrue();
      kept.release();
    }
  }

  @Test
  void wakes_nobody_without_need() {
    try (var rig = throttled(Variant.PLAIN).sessions()) {
      listenTo(rig.server);
      for (int i = 0; i < 10; i++) {
        rig.client.send("message " + i);
        rig.settle();
        release(take(rig.server));
      }
      assertThat(wakes).hasValue(0);
    }
  }

  @Test
  void a_message_of_more_than_the_limit_comes_alone() {
    try (var rig = throttled(Variant.PLAIN).sessions()) {
      listenTo(rig.server);
      rig.client.send("x".repeat(20_000));
      rig.client.send("after");
      rig.settle();
      List<Message> large = take(rig.server);
      assertThat(large).hasSize(1);
      release(large);
      rig.server.session().roomMade(rig.nowNanos());
      release(take(rig.server));
    }
  }

  @Test
  void messages_that_are_dropped_give_their_room_back() {
    try (var rig = throttled(Variant.PLAIN).scriptedClient()) {
      listenTo(rig.server);
      rig.client.becomesReady();
      rig.client.sendsMessage(5, "new").sendsAbortedMessage(6, "aborted").sendsMessage(5, "old");
      rig.client.sendsMessage(6, "newer");
      rig.settle();
      // With room for one more all the time, each of them passes as soon as the last one is gone.
      List<Message> received = take(rig.server);
      assertThat(texts(received)).containsExactly("new", "newer");
      assertThat(messages.inUse()).isEqualTo(2);
      release(received);
    }
  }

  @Test
  void a_message_with_a_broken_header_gives_its_room_back() {
    try (var rig = throttled(Variant.PLAIN).scriptedClient()) {
      rig.client.becomesReady();
      rig.client.sends(CrcFrame.control(Revision.V2_1, Tag.MESSAGE.wire(), new byte[40]));
      rig.settle();
      assertThat(rig.server.isClosed()).isTrue();
      assertThat(messages.inUse()).isZero();
    }
  }

  @Test
  void a_session_that_ends_gives_its_room_back_at_once() {
    try (var rig = throttled(Variant.PLAIN).sessions()) {
      listenTo(rig.server);
      for (int i = 0; i < 4; i++) {
        rig.client.send("message");
      }
      rig.settle();
      List<Message> received = take(rig.server);
      rig.server.session().markDown();
      release(received);
      assertThat(messages.inUse()).isZero();
      assertThat(wakes).as("for a session that is over").hasValue(0);
      rig.server.session().roomMade(rig.nowNanos());
    }
  }

  @Test
  void a_session_that_ends_within_a_message_gives_its_room_back_at_once() {
    try (var rig = throttled(Variant.PLAIN).sessions()) {
      rig.settle();
      rig.toServer.slice(50);
      rig.toServer.cutAfter(rig.toServer.recorded().length + 100);
      rig.client.send("x".repeat(900));
      rig.settle();
      assertThat(rig.server.isClosed()).isTrue();
      assertThat(messages.inUse()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void what_a_lossy_peer_sent_before_it_closed_is_not_lost(Variant variant) {
    try (var rig = throttled(variant).sessions()) {
      listenTo(rig.server);
      for (int i = 1; i <= 5; i++) {
        rig.client.send("message " + i);
      }
      rig.settle();
      rig.cut();
      List<String> texts = new ArrayList<>();
      while (rig.server.transport().holdsBack()) {
        assertThat(rig.server.session().isOver()).isFalse();
        List<Message> some = take(rig.server);
        texts.addAll(texts(some));
        release(some);
        rig.server.session().roomMade(rig.nowNanos());
      }
      assertThat(rig.server.session().isOver()).isTrue();
      List<Message> last = take(rig.server);
      texts.addAll(texts(last));
      release(last);
      assertThat(texts).hasSize(5).endsWith("message 5");
    }
  }

  @Test
  void a_session_that_does_not_read_is_not_idle() {
    Setup setup = throttled(Variant.PLAIN);
    setup.server.timeouts(new Timeouts(1_000, 1_000, IDLE_MS, 1_000));
    try (var rig = setup.sessions()) {
      listenTo(rig.server);
      for (int i = 0; i < 3; i++) {
        rig.client.send("message");
      }
      rig.advance(10 * IDLE_MS);
      assertThat(rig.server.session().isOver()).isFalse();
      release(take(rig.server));
      rig.server.session().roomMade(rig.nowNanos());
      release(take(rig.server));
      rig.advance(2 * IDLE_MS);
      assertThat(rig.server.session().isOver()).isTrue();
    }
  }

  private Setup throttled(Variant variant) {
    Setup setup = variant.setup();
    setup.server.policy(Policy.statelessServer().throttledBy(messages, bytes)).dispatch(dispatch);
    return setup;
  }

  private void listenTo(SessionEndpoint endpoint) {
    endpoint.stopListening();
    endpoint.session().onRoom(wakes::incrementAndGet);
  }

  /** Returns the messages that were received; they are the caller's. */
  private static List<Message> take(SessionEndpoint endpoint) {
    List<Message> taken = new ArrayList<>();
    for (SessionEvent event = endpoint.session().nextEvent();
        event != null;
        event = endpoint.session().nextEvent()) {
      if (event instanceof Message message) {
        taken.add(message);
      }
    }
    return taken;
  }

  private static List<String> texts(List<Message> messages) {
    return messages.stream()
        .map(message -> message.data().toString(StandardCharsets.ISO_8859_1))
        .toList();
  }

  private static void release(List<Message> messages) {
    messages.forEach(Message::release);
  }
}
