// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.handshake.Interceptor.Action;
import io.msgr2.handshake.Interceptor.Step;
import io.msgr2.session.Message;
import io.msgr2.session.Policy;
import io.msgr2.session.SessionEvent;
import io.msgr2.testkit.rig.Application;
import io.msgr2.testkit.rig.MessengerSetup;
import io.msgr2.testkit.rig.SimConnection;
import io.msgr2.testkit.rig.SimMessenger;
import io.msgr2.testkit.rig.World;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Many messengers whose users dial, send, mark down and wait at random. Every answer must be the
 * one to the oldest question of its connection, with the same data.
 */
final class Stress implements Application, AutoCloseable {
  private static final int PING = 2;
  private static final int PONG = 3;
  private static final int NOISE = 50;
  private static final int NOISE_PRIORITY = 200;
  private static final int NOISE_IN_100 = 5;
  private static final int PAYLOADS = 100;
  private static final int MIN_PAYLOAD_BYTES = 32;
  private static final int MARKER_EVERY_BYTES = 4096;
  private static final int MIN_CONNECTIONS = 10;
  private static final int MAX_CONNECTIONS = 128;
  private static final int MAX_IN_FLIGHT = 64;
  private static final long LIMIT_MS = 300_000;

  /**
   * What is different from one run to the next.
   *
   * @param connections how many there are before anything else happens
   * @param newIn100 how many of 100 operations dial; and so on, the rest lets time pass
   * @param failureIn one of how many passages of a frame fails; 0 for none
   * @param delayMs up to how long the network takes
   * @param keeps whether everything sent must survive reconnections
   * @param answersTracked whether answers are waited for at all
   */
  record Shape(
      int servers,
      int clients,
      Policy server,
      Policy client,
      int connections,
      int operations,
      int newIn100,
      int dropIn100,
      int sendIn100,
      double sleepMs,
      int failureIn,
      double delayMs,
      boolean keeps,
      boolean answersTracked,
      int maxPayloadBytes) {}

  private final Shape shape;
  private final RandomGenerator random;
  private final World world;
  private final List<SimMessenger> servers = new ArrayList<>();
  private final List<SimMessenger> clients = new ArrayList<>();
  private final List<byte[]> payloads = new ArrayList<>();

  /** The questions of each connection that was dialled: numbers, oldest first. */
  private final Map<SimConnection, ArrayDeque<Long>> asked = new LinkedHashMap<>();

  private final Map<Long, byte[]> dataOf = new LinkedHashMap<>();
  private final BitSet answers = new BitSet();
  private long numbers;
  private long answered;
  private int inFlight;

  Stress(Shape shape, long seed) {
    this.shape = shape;
    random = new SplittableRandom(seed);
    world = new World(random);
    world
        .network()
        .paths(path -> path.delayNanos(() -> random.nextLong((long) (shape.delayMs * 1e6) + 1)));
    for (int i = 0; i < shape.servers; i++) {
      servers.add(world.start(setup("osd." + i, 6800 + i, shape.server).bind(bound(6800 + i))));
    }
    for (int i = 0; i < shape.clients; i++) {
      MessengerSetup setup = setup("client." + i, i, shape.client);
      clients.add(world.start(shape.client.standby() ? setup.bind(bound(3300 + i)) : setup));
    }
    for (int i = 0; i < PAYLOADS; i++) {
      payloads.add(payload());
    }
  }

  World world() {
    return world;
  }

  /** Returns how many answers came. */
  long answered() {
    return answered;
  }

  void run() {
    for (int i = 0; i < shape.connections; i++) {
      dial();
    }
    for (int i = 0; i < shape.operations; i++) {
      int which = random.nextInt(100);
      if (which < shape.newIn100) {
        dial();
      } else if (which < shape.newIn100 + shape.dropIn100) {
        drop();
      } else if (which < shape.newIn100 + shape.dropIn100 + shape.sendIn100) {
        send();
      } else {
        double part = 0.5 + random.nextDouble();
        world.runUntil(() -> false, Math.round(shape.sleepMs * part));
      }
    }
    assertThat(world.runUntil(() -> inFlight == 0, LIMIT_MS))
        .as("%d questions are not answered: %s", inFlight, asked)
        .isTrue();
  }

  @Override
  public void close() {
    world.close();
  }

  private void dial() {
    if (asked.size() < MAX_CONNECTIONS) {
      SimMessenger server = servers.get(random.nextInt(servers.size()));
      SimConnection connection =
          clients.get(random.nextInt(clients.size())).connect(EntityType.OSD, server.addresses());
      asked.computeIfAbsent(connection, it -> new ArrayDeque<>());
    }
  }

  private void drop() {
    if (asked.size() < MIN_CONNECTIONS) {
      return;
    }
    SimConnection connection = any();
    forget(connection);
    asked.remove(connection);
    SimMessenger client = connection.messenger();
    var server = connection.info();
    connection.markDown();
    if (shape.client.standby() && !shape.server.server() && server.isPresent()) {
      for (SimMessenger other : servers) {
        if (other.addresses().equals(server.get().peerAddresses())) {
          other.connect(EntityType.CLIENT, client.addresses()).markDown();
        }
      }
    }
  }

  private void send() {
    assertThat(world.runUntil(() -> inFlight < MAX_IN_FLIGHT, LIMIT_MS)).isTrue();
    if (asked.isEmpty()) {
      return;
    }
    SimConnection connection = any();
    byte[] data = payloads.get(random.nextInt(PAYLOADS));
    if (random.nextInt(100) < NOISE_IN_100) {
      connection.send(
          Message.builder(NOISE)
              .priority(NOISE_PRIORITY)
              .data(Unpooled.wrappedBuffer(data))
              .build());
      return;
    }
    long number = ++numbers;
    if (shape.answersTracked) {
      asked.get(connection).add(number);
      dataOf.put(number, data);
      inFlight++;
    }
    connection.send(Message.builder(PING).tid(number).data(Unpooled.wrappedBuffer(data)).build());
  }

  private SimConnection any() {
    return new ArrayList<>(asked.keySet()).get(random.nextInt(asked.size()));
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    if (event instanceof SessionEvent.Closed) {
      forget(connection);
      asked.remove(connection);
    } else if (event instanceof SessionEvent.RemoteReset) {
      forgetBothEnds(connection);
    } else if (event instanceof SessionEvent.Ready && !shape.keeps) {
      forgetBothEnds(connection);
    } else if (event instanceof Message message && message.type() == PING) {
      connection.send(
          Message.builder(PONG)
              .tid(message.tid())
              .data(message.data().retainedDuplicate())
              .build());
    } else if (event instanceof Message message && message.type() == PONG) {
      check(connection, message);
    }
  }

  private void check(SimConnection connection, Message pong) {
    assertThat(answers.get((int) pong.tid())).as("second answer to %d", pong.tid()).isFalse();
    answers.set((int) pong.tid());
    ArrayDeque<Long> questions = asked.get(connection);
    if (questions == null || !dataOf.containsKey(pong.tid())) {
      // Nobody waits for it any more.
      return;
    }
    assertThat(questions.peek()).as("oldest question on %s", connection).isEqualTo(pong.tid());
    ByteBuf expected = Unpooled.wrappedBuffer(dataOf.remove(pong.tid()));
    assertThat(pong.data()).isEqualTo(expected);
    questions.remove();
    inFlight--;
    answered++;
  }

  /** What one end drops, the other one waits for in vain. */
  private void forgetBothEnds(SimConnection connection) {
    forget(connection);
    connection
        .info()
        .ifPresent(
            info ->
                List.copyOf(asked.keySet()).stream()
                    .filter(it -> it.messenger().addresses().equals(info.peerAddresses()))
                    .filter(it -> isTo(it, connection.messenger()))
                    .forEach(this::forget));
  }

  private static boolean isTo(SimConnection connection, SimMessenger messenger) {
    return connection
        .info()
        .map(info -> info.peerAddresses().equals(messenger.addresses()))
        .orElse(true);
  }

  private void forget(SimConnection connection) {
    ArrayDeque<Long> questions = asked.get(connection);
    if (questions != null) {
      questions.forEach(dataOf::remove);
      inFlight -= questions.size();
      questions.clear();
    }
  }

  private MessengerSetup setup(String name, int nonce, Policy policy) {
    MessengerSetup setup =
        MessengerSetup.of(name)
            .nonce(nonce)
            .policy(policy)
            .timeouts(Pair.TIMEOUTS)
            .application(this);
    return shape.failureIn == 0
        ? setup
        : setup.faults(
            (session, point) ->
                point.step() != Step.SOCKET_ACCEPTED && random.nextInt(shape.failureIn) == 0
                    ? Action.FAULT
                    : Action.CONTINUE);
  }

  private byte[] payload() {
    byte[] payload = new byte[random.nextInt(MIN_PAYLOAD_BYTES, shape.maxPayloadBytes)];
    for (int at = 0; at + Integer.BYTES <= payload.length; at += MARKER_EVERY_BYTES) {
      byte[] marker = new byte[Integer.BYTES];
      random.nextBytes(marker);
      System.arraycopy(marker, 0, payload, at, marker.length);
    }
    return payload;
  }

  private static String bound(int port) {
    return "v2:127.0.0.1:" + port + "/" + port;
  }
}
