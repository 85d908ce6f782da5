// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Tag;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What everything that can happen does in every state of a lossless session, as a text for people
 * to review.
 */
class SessionStatesTest {
  private static final String TABLE = "session-states.txt";
  private static final long COOKIE = 77;

  /** A session of policy lossless_peer_reuse that dialled, and the peer it talks to. */
  private record Scene(Rig<SessionEndpoint, ScriptedPeer> rig) implements AutoCloseable {
    Session session() {
      return rig.client.session();
    }

    ScriptedPeer peer() {
      return rig.server;
    }

    @Override
    public void close() {
      rig.close();
    }
  }

  private static final Map<String, Supplier<Scene>> STATES = new LinkedHashMap<>();

  static {
    STATES.put("CONNECTING, dialling", SessionStatesTest::dialling);
    STATES.put("CONNECTING, waits for SERVER_IDENT", SessionStatesTest::asking);
    STATES.put("READY, nothing queued", SessionStatesTest::ready);
    STATES.put("READY, a message not acknowledged", SessionStatesTest::unacknowledged);
    STATES.put("CLOSING, a message not acknowledged", SessionStatesTest::closing);
    STATES.put("STANDBY", SessionStatesTest::standby);
    STATES.put("WAIT", SessionStatesTest::waiting);
    STATES.put("CONNECTING again, waits for an answer", SessionStatesTest::askingAgain);
    STATES.put("CLOSED", SessionStatesTest::closed);
  }

  private static Setup setup() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.policy(Policy.losslessPeerReuse());
    setup.client.addresses(EntityAddressVector.of(EntityAddress.parse("v2:127.0.0.2:6801/5")));
    return setup;
  }

  private static Scene dialling() {
    Scene first = askingAgain();
    first.rig.cut();
    first.session().deadlinePassed(first.session().deadlineNanos());
    return first;
  }

  private static Scene asking() {
    Scene scene = new Scene(setup().scriptedServer());
    scene.peer().logsIn().hears(ControlFrame.ClientIdent.class);
    return scene;
  }

  private static Scene ready() {
    Scene scene = asking();
    scene.peer().sends(ident());
    scene.rig.settle();
    return scene;
  }

  private static Scene unacknowledged() {
    Scene scene = ready();
    scene.rig.client.send("first");
    scene.peer().hearsMessage();
    return scene;
  }

  private static Scene closing() {
    Scene scene = unacknowledged();
    scene.session().close(scene.rig.nowNanos());
    return scene;
  }

  private static Scene standby() {
    Scene scene = ready();
    scene.rig.cut();
    return scene;
  }

  private static Scene waiting() {
    Scene scene = unacknowledged();
    scene.rig.cut();
    return scene;
  }

  private static Scene askingAgain() {
    Scene before = waiting();
    before.session().deadlinePassed(before.session().deadlineNanos());
    Scene scene = new Scene(setup().scriptedServerFor(before.rig.client));
    scene.peer().logsIn().hears(ControlFrame.SessionReconnect.class);
    return scene;
  }

  private static Scene closed() {
    Scene scene = ready();
    scene.session().markDown();
    return scene;
  }

  private static ControlFrame.ServerIdent ident() {
    return new ControlFrame.ServerIdent(
        EntityAddressVector.of(Setup.SERVER),
        0,
        1,
        Features.SUPPORTED,
        Features.MSG_ADDR2,
        0,
        COOKIE);
  }

  private static Map<String, Consumer<Scene>> inputs() {
    Map<String, Consumer<Scene>> inputs = new LinkedHashMap<>();
    inputs.put("send", scene -> scene.session().send(message(), scene.rig.nowNanos()));
    inputs.put(
        "keepalive", scene -> scene.session().keepalive(Instant.EPOCH, scene.rig.nowNanos()));
    inputs.put("close", scene -> scene.session().close(scene.rig.nowNanos()));
    inputs.put("markDown", scene -> scene.session().markDown());
    inputs.put("deadline", scene -> scene.session().deadlinePassed(deadline(scene)));
    inputs.put("connection breaks", scene -> scene.rig.cut());
    for (ControlFrame frame :
        List.of(
            ident(),
            new ControlFrame.IdentMissingFeatures(1L << 60),
            new ControlFrame.SessionReconnectOk(0),
            new ControlFrame.SessionReconnectOk(1),
            new ControlFrame.SessionRetry(7),
            new ControlFrame.SessionRetryGlobal(7),
            new ControlFrame.SessionReset(false),
            new ControlFrame.SessionReset(true),
            new ControlFrame.Wait(),
            new ControlFrame.Ack(1),
            new ControlFrame.Keepalive2(1, 2),
            new ControlFrame.Keepalive2Ack(1, 2))) {
      inputs.put(name(frame), scene -> scene.peer().sends(frame));
    }
    inputs.put("MESSAGE 1", scene -> scene.peer().sendsMessage(1, "m"));
    inputs.put("MESSAGE 3, after a gap", scene -> scene.peer().sendsMessage(3, "m"));
    return inputs;
  }

  private static Message message() {
    return Message.of(2, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER);
  }

  private static long deadline(Scene scene) {
    long deadline = scene.session().deadlineNanos();
    return deadline == Long.MAX_VALUE ? scene.rig.nowNanos() : deadline;
  }

  private static String name(ControlFrame frame) {
    if (frame instanceof ControlFrame.SessionReset reset) {
      return frame.tag() + (reset.full() ? " full" : " not full");
    }
    return frame instanceof ControlFrame.SessionReconnectOk ok
        ? frame.tag() + " " + ok.msgSeq()
        : frame.tag().toString();
  }

  @Test
  void everything_that_can_happen_does_in_every_state_what_was_reviewed() throws Exception {
    StringJoiner table = new StringJoiner("\n", "", "\n");
    table.add("# What everything that can happen does in every state of a lossless session.");
    table.add("# Written by SessionStatesTest; -D" + ReviewedText.UPDATE + " writes it again.");
    STATES.forEach(
        (title, state) -> {
          table.add("").add(title);
          inputs()
              .forEach(
                  (name, input) -> {
                    if (applies(state, name)) {
                      table.add(String.format("  %-24s %s", name, outcome(state, input)));
                    }
                  });
        });
    ReviewedText.check(TABLE, table.toString());
  }

  /** Frames come over connections only. */
  private static boolean applies(Supplier<Scene> state, String input) {
    try (Scene scene = state.get()) {
      boolean connected = scene.session().transport() != null && scene.rig.isConnected();
      return connected || Character.isLowerCase(input.charAt(0)) && !input.startsWith("connection");
    }
  }

  private static String outcome(Supplier<Scene> state, Consumer<Scene> input) {
    try (Scene scene = state.get()) {
      Transport transport = scene.session().transport();
      Phase before = scene.session().phase();
      drain(scene.session());
      scene.rig.client.stopListening();
      input.accept(scene);
      scene.session().pump(scene.rig.nowNanos());
      StringJoiner outcome = new StringJoiner("; ");
      scene.rig.settle();
      for (SessionEvent e = scene.session().nextEvent(); e != null; e = nextOf(scene)) {
        outcome.add(describe(e));
      }
      for (Tag said = said(scene); said != null; said = said(scene)) {
        outcome.add("sends " + said);
      }
      if (scene.session().transport() != null && scene.session().transport() != transport) {
        outcome.add("dials");
        scene.session().markDown();
        return outcome.toString();
      }
      if (scene.session().phase() != before) {
        outcome.add("-> " + scene.session().phase());
      }
      return outcome.length() == 0 ? "nothing" : outcome.toString();
    }
  }

  private static SessionEvent nextOf(Scene scene) {
    return scene.session().nextEvent();
  }

  private static void drain(Session session) {
    for (SessionEvent e = session.nextEvent(); e != null; e = session.nextEvent()) {
      if (e instanceof Message message) {
        message.release();
      }
    }
  }

  private static String describe(SessionEvent event) {
    if (event instanceof Message message) {
      message.release();
      return "delivers the message";
    }
    if (event instanceof SessionEvent.Ready ready) {
      return ready.resumed() ? "resumed" : "begun";
    }
    if (event instanceof SessionEvent.Interrupted interrupted) {
      return "interrupted (" + reason(interrupted.why()) + ")";
    }
    if (event instanceof SessionEvent.RemoteReset reset) {
      return "remote reset, " + reset.dropped() + " dropped";
    }
    if (event instanceof SessionEvent.Closed closed) {
      return "closed (" + reason(closed.why()) + "), " + closed.undelivered() + " undelivered";
    }
    return "tells of the answer";
  }

  private static String reason(SessionFailure why) {
    return why.violation().map(Enum::name).orElse(why.kind().name());
  }

  private static Tag said(Scene scene) {
    return scene.peer().hasMore() ? scene.peer().hearsAny() : null;
  }
}
