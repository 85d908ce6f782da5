// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.Secret;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Tag;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.Link;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Stubborn;
import io.msgr2.rig.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What every frame does in every state of a lossy session, as a text for people to review. The
 * states are named by what they wait for, as errors name them.
 */
class StateTableTest {
  private static final String TABLE = "handshake-states.txt";
  private static final int UNDEFINED_TAG = 23;

  /** One end under test, and the peer that drives it. */
  private record Scene(Rig<?, ?> rig, ScriptedPeer peer, SessionEndpoint session, Link toPeer)
      implements AutoCloseable {
    static Scene connector(boolean compression) {
      var rig = setup(compression).scriptedServer();
      return new Scene(rig, rig.server, rig.client, rig.toServer);
    }

    static Scene acceptor(boolean compression) {
      var rig = setup(compression).scriptedClient();
      return new Scene(rig, rig.client, rig.server, rig.toClient);
    }

    private static Setup setup(boolean compression) {
      Setup setup = Variant.PLAIN.setup();
      setup.clientAuth(Stubborn.client(Secret.EMPTY, ConnectionMode.CRC));
      setup.serverAuth(Stubborn.server());
      long features = Banner.REVISION_1 | (compression ? Banner.COMPRESSION : 0);
      setup.client.banner(features, 0);
      setup.server.banner(features, 0);
      return setup;
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  /** A way to get an end into a state. */
  private record State(boolean connector, boolean compression, Consumer<Scene> reach) {
    Scene enter() {
      Scene scene = connector ? Scene.connector(compression) : Scene.acceptor(compression);
      reach.accept(scene);
      scene.rig.settle();
      return scene;
    }
  }

  private static State connector(Consumer<Scene> reach) {
    return new State(true, false, reach);
  }

  private static State acceptor(Consumer<Scene> reach) {
    return new State(false, false, reach);
  }

  private static final List<State> STATES =
      List.of(
          connector(scene -> scene.peer.assume(Revision.V2_1).hearsBanner()),
          connector(scene -> scene.peer.exchangesBanners().hears(ControlFrame.Hello.class)),
          connector(scene -> scene.peer.greets().hears(ControlFrame.AuthRequest.class)),
          connector(
              scene -> {
                var unused = scene.peer.greets().answers();
                scene.peer.hears(ControlFrame.AuthSignature.class);
              }),
          new State(
              true,
              true,
              scene -> scene.peer.logsIn().hears(ControlFrame.CompressionRequest.class)),
          connector(scene -> scene.peer.logsIn().hears(ControlFrame.ClientIdent.class)),
          connector(scene -> scene.peer.becomesReady()),
          connector(StateTableTest::drain),
          connector(StateTableTest::end),
          acceptor(scene -> scene.peer.assume(Revision.V2_1).hearsBanner()),
          acceptor(scene -> scene.peer.exchangesBanners().hears(ControlFrame.Hello.class)),
          acceptor(scene -> scene.peer.greets()),
          acceptor(
              scene -> {
                scene.peer.greets().sends(request()).hears(ControlFrame.AuthReplyMore.class);
              }),
          acceptor(
              scene -> {
                var unused = scene.peer.greets().asks();
                scene.peer.hears(ControlFrame.AuthSignature.class);
              }),
          new State(false, true, scene -> scene.peer.logsIn()),
          acceptor(scene -> scene.peer.logsIn()),
          acceptor(scene -> scene.peer.becomesReady()),
          acceptor(StateTableTest::drain),
          acceptor(StateTableTest::end));

  private static void drain(Scene scene) {
    scene.peer.becomesReady();
    scene.toPeer.block();
    for (int i = 0; i < 100; i++) {
      scene.session.send("x".repeat(10_000));
    }
    scene.session.session().close(scene.rig.nowNanos());
  }

  private static void end(Scene scene) {
    drain(scene);
    scene.session.session().markDown();
  }

  @Test
  void every_state_takes_every_frame_as_reviewed() {
    StringJoiner table = new StringJoiner("\n");
    table.add("# What every frame does in every state of a lossy session, by what the state waits");
    table.add("# for. A peer of a session that closes does not read, so that it cannot end yet.");
    table.add("# Written by StateTableTest; -D" + ReviewedText.UPDATE + " writes it again.");
    for (State state : STATES) {
      table.add("").add(title(state));
      rows(state).forEach(table::add);
    }
    String text = table + "\n";
    ReviewedText.check(TABLE, text);
  }

  private static String title(State state) {
    try (Scene scene = state.enter()) {
      String role = state.connector ? "connector" : "acceptor";
      return role + (scene.session.isClosed() ? ", ended" : " waits for " + awaits(scene));
    }
  }

  /** Returns a row for each outcome, the most frequent one last, with the frames that have it. */
  private static List<String> rows(State state) {
    Map<String, List<String>> frames = new LinkedHashMap<>();
    inputs()
        .forEach(
            (name, input) ->
                frames.computeIfAbsent(outcome(state, input), o -> new ArrayList<>()).add(name));
    List<String> rows = new ArrayList<>();
    frames.forEach(
        (outcome, names) -> {
          if (names.size() <= 3) {
            names.forEach(name -> rows.add(String.format("  %-24s %s", name, outcome)));
          }
        });
    frames.forEach(
        (outcome, names) -> {
          if (names.size() > 3) {
            rows.add("  " + outcome + ":");
            rows.addAll(wrapped(names));
          }
        });
    return rows;
  }

  private static List<String> wrapped(List<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("   ");
    for (String name : names) {
      if (line.length() + 1 + name.length() > 100) {
        lines.add(line.toString());
        line = new StringBuilder("   ");
      }
      line.append(' ').append(name);
    }
    lines.add(line.toString());
    return lines;
  }

  private static Map<String, Consumer<ScriptedPeer>> inputs() {
    Map<String, Consumer<ScriptedPeer>> inputs = new LinkedHashMap<>();
    for (Tag tag : Tag.values()) {
      inputs.put(
          tag.name(),
          peer -> {
            if (tag == Tag.MESSAGE) {
              peer.sendsMessage(1, "message");
            } else {
              peer.sends(sample(tag, peer));
            }
          });
    }
    inputs.put("aborted-MESSAGE", peer -> peer.sendsAbortedMessage(1, "message"));
    inputs.put(
        "undefined-tag",
        peer -> peer.sends(CrcFrame.control(Revision.V2_1, UNDEFINED_TAG, new byte[] {1})));
    return inputs;
  }

  private static ControlFrame sample(Tag tag, ScriptedPeer peer) {
    var addresses = EntityAddressVector.of(EntityAddress.parse("any:127.0.0.2:0/5"));
    return switch (tag) {
      case HELLO -> peer.hello();
      case AUTH_REQUEST -> request();
      case AUTH_BAD_METHOD -> new ControlFrame.AuthBadMethod(1, -95, List.of(1), List.of(1));
      case AUTH_REPLY_MORE -> new ControlFrame.AuthReplyMore(new byte[0]);
      case AUTH_REQUEST_MORE -> new ControlFrame.AuthRequestMore(new byte[0]);
      case AUTH_DONE -> new ControlFrame.AuthDone(1, 1, new byte[0]);
      case AUTH_SIGNATURE -> new ControlFrame.AuthSignature(new byte[32]);
      case CLIENT_IDENT -> peer.clientIdent();
      case SERVER_IDENT -> peer.serverIdent();
      case IDENT_MISSING_FEATURES -> new ControlFrame.IdentMissingFeatures(1);
      case SESSION_RECONNECT -> new ControlFrame.SessionReconnect(addresses, 1, 2, 3, 4, 5);
      case SESSION_RESET -> new ControlFrame.SessionReset(true);
      case SESSION_RETRY -> new ControlFrame.SessionRetry(1);
      case SESSION_RETRY_GLOBAL -> new ControlFrame.SessionRetryGlobal(1);
      case SESSION_RECONNECT_OK -> new ControlFrame.SessionReconnectOk(1);
      case WAIT -> new ControlFrame.Wait();
      case KEEPALIVE2 -> new ControlFrame.Keepalive2(1, 2);
      case KEEPALIVE2_ACK -> new ControlFrame.Keepalive2Ack(1, 2);
      case ACK -> new ControlFrame.Ack(1);
      case COMPRESSION_REQUEST -> new ControlFrame.CompressionRequest(true, List.of(1));
      case COMPRESSION_DONE -> new ControlFrame.CompressionDone(true, 1);
      case MESSAGE -> throw new IllegalArgumentException("MESSAGE is no control frame");
    };
  }

  private static ControlFrame request() {
    return new ControlFrame.AuthRequest(1, List.of(1), new byte[0]);
  }

  private static String outcome(State state, Consumer<ScriptedPeer> input) {
    String before = title(state);
    try (Scene scene = state.enter()) {
      boolean endedBefore = scene.session.isClosed();
      boolean readyBefore = scene.session.wasReady();
      input.accept(scene.peer);
      scene.rig.settle();
      StringJoiner outcome = new StringJoiner("; ");
      scene.session.messages().forEach(message -> outcome.add("delivers the message"));
      scene.session.keepaliveAcks().forEach(ack -> outcome.add("tells of the answer"));
      if (!readyBefore && scene.session.wasReady()) {
        outcome.add("ready");
      }
      for (Tag said = said(scene); said != null; said = said(scene)) {
        outcome.add("sends " + said);
      }
      if (endedBefore) {
        return outcome.length() == 0 ? "ignored" : outcome.toString();
      }
      if (scene.session.isClosed()) {
        SessionFailure why = scene.session.failure();
        return outcome
            .add("closes: " + why.violation().map(Enum::name).orElse(why.kind().name()))
            .toString();
      }
      String after = awaits(scene);
      return before.endsWith(" waits for " + after)
          ? outcome.length() == 0 ? "ignored" : outcome.toString()
          : outcome.add("then waits for " + after).toString();
    }
  }

  private static Tag said(Scene scene) {
    return scene.peer.hasMore() ? scene.peer.hearsAny() : null;
  }

  /** Ends the session to learn from its last words what it was waiting for. */
  private static String awaits(Scene scene) {
    scene.rig.cut();
    return scene.session.failure().step();
  }
}
