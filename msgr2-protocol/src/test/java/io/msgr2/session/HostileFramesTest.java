// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.Seed;
import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.Secret;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Tag;
import io.msgr2.rig.CrcFrame;
import io.msgr2.rig.Rig;
import io.msgr2.rig.ScriptedPeer;
import io.msgr2.rig.SessionEndpoint;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Stubborn;
import io.msgr2.rig.Variant;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Frames whose checksums are right and whose content is damaged, where they are expected. Whatever
 * is in them, the session goes on or ends with a name for what was wrong: an exception of any other
 * kind would come out of the rig.
 */
class HostileFramesTest {
  private static final long[] WORDS = {0, 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL};
  private static final EntityAddressVector CLIENT =
      EntityAddressVector.of(EntityAddress.parse("any:127.0.0.2:0/5"));

  private static Setup setup(boolean compression) {
    Setup setup = Variant.PLAIN.setup();
    setup.clientAuth(Stubborn.client(Secret.EMPTY, ConnectionMode.CRC));
    setup.serverAuth(Stubborn.server());
    long features = Banner.REVISION_1 | (compression ? Banner.COMPRESSION : 0);
    setup.client.banner(features, 0);
    setup.server.banner(features, 0);
    return setup;
  }

  @Test
  void damaged_frames_to_a_connector() {
    toConnector(ScriptedPeer::exchangesBanners, ScriptedPeer::hello);
    for (ControlFrame frame :
        List.of(
            new ControlFrame.AuthBadMethod(1, -95, List.of(1, 2), List.of(1, 2)),
            new ControlFrame.AuthReplyMore(new byte[9]),
            new ControlFrame.AuthDone(1, 1, new byte[9]))) {
      toConnector(ScriptedPeer::greets, peer -> frame);
    }
    toConnector(
        peer -> {
          var unused = peer.greets().answers();
        },
        peer -> new ControlFrame.AuthSignature(new byte[32]));
    toConnector(ScriptedPeer::logsIn, ScriptedPeer::serverIdent);
    toConnector(ScriptedPeer::logsIn, peer -> new ControlFrame.IdentMissingFeatures(1));
    everyReadyFrame(frame -> toConnector(ScriptedPeer::becomesReady, peer -> frame));
    damage(
        () -> setup(true).scriptedServer(),
        rig -> rig.server.logsIn(),
        rig -> rig.server,
        rig -> rig.client,
        peer -> new ControlFrame.CompressionDone(true, 1));
  }

  @Test
  void damaged_frames_to_an_acceptor() {
    toAcceptor(ScriptedPeer::exchangesBanners, ScriptedPeer::hello);
    var request = new ControlFrame.AuthRequest(1, List.of(1, 2), new byte[9]);
    toAcceptor(ScriptedPeer::greets, peer -> request);
    toAcceptor(
        peer -> peer.greets().sends(request),
        peer -> new ControlFrame.AuthRequestMore(new byte[9]));
    toAcceptor(
        peer -> {
          var unused = peer.greets().asks();
        },
        peer -> new ControlFrame.AuthSignature(new byte[32]));
    toAcceptor(ScriptedPeer::logsIn, ScriptedPeer::clientIdent);
    toAcceptor(
        ScriptedPeer::logsIn, peer -> new ControlFrame.SessionReconnect(CLIENT, 1, 2, 3, 4, 5));
    everyReadyFrame(frame -> toAcceptor(ScriptedPeer::becomesReady, peer -> frame));
    damage(
        () -> setup(true).scriptedClient(),
        rig -> rig.client.logsIn(),
        rig -> rig.client,
        rig -> rig.server,
        peer -> new ControlFrame.CompressionRequest(true, List.of(1, 2)));
  }

  @Test
  void noise_in_place_of_a_conversation() {
    Random random = Seed.random("noise in place of a conversation");
    for (int i = 0; i < 3_000; i++) {
      try (var rig = Variant.PLAIN.setup().scriptedClient()) {
        switch (random.nextInt(4)) {
          case 0 -> rig.client.assume(Revision.V2_1);
          case 1 -> rig.client.greets();
          case 2 -> rig.client.logsIn();
          default -> rig.client.becomesReady();
        }
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        if (random.nextBoolean()) {
          noise = CrcFrame.control(Revision.V2_1, 1 + random.nextInt(22), noise);
        }
        rig.client.sends(noise);
        expectGoesOnOrEnds(rig, rig.server);
      }
    }
  }

  private static void everyReadyFrame(Consumer<ControlFrame> damage) {
    damage.accept(new ControlFrame.Keepalive2(1, 2));
    damage.accept(new ControlFrame.Keepalive2Ack(1, 2));
    damage.accept(new ControlFrame.Ack(1));
  }

  private static void toConnector(
      Consumer<ScriptedPeer> steps, Function<ScriptedPeer, ControlFrame> frame) {
    damage(
        () -> setup(false).scriptedServer(),
        rig -> steps.accept(rig.server),
        rig -> rig.server,
        rig -> rig.client,
        frame);
  }

  private static void toAcceptor(
      Consumer<ScriptedPeer> steps, Function<ScriptedPeer, ControlFrame> frame) {
    damage(
        () -> setup(false).scriptedClient(),
        rig -> steps.accept(rig.client),
        rig -> rig.client,
        rig -> rig.server,
        frame);
  }

  private static <R extends Rig<?, ?>> void damage(
      Supplier<R> open,
      Consumer<R> steps,
      Function<R, ScriptedPeer> peer,
      Function<R, SessionEndpoint> session,
      Function<ScriptedPeer, ControlFrame> frame) {
    byte[] payload;
    Tag tag;
    try (R rig = open.get()) {
      ControlFrame sample = frame.apply(peer.apply(rig));
      payload = WireWriter.toBytes(sample::write);
      tag = sample.tag();
    }
    Consumer<byte[]> send =
        damaged -> {
          try (R rig = open.get()) {
            steps.accept(rig);
            peer.apply(rig).sends(CrcFrame.control(Revision.V2_1, tag.wire(), damaged));
            expectGoesOnOrEnds(rig, session.apply(rig));
          }
        };
    for (int bit = 0; bit < 8 * payload.length; bit++) {
      byte[] damaged = payload.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      send.accept(damaged);
    }
    for (int at = 0; at + Integer.BYTES <= payload.length; at++) {
      for (long word : WORDS) {
        byte[] damaged = payload.clone();
        Unpooled.wrappedBuffer(damaged).setIntLE(at, (int) word);
        send.accept(damaged);
      }
    }
  }

  private static void expectGoesOnOrEnds(Rig<?, ?> rig, SessionEndpoint session) {
    rig.settle();
    if (session.isClosed()) {
      assertThat(session.failure().step()).isNotEmpty();
      assertThat(session.failure().detail()).isNotEmpty();
      assertThat(session.failure().errno()).isPositive();
    } else {
      assertThat(session.deadlineNanos()).isNotEqualTo(Long.MAX_VALUE);
    }
  }
}
