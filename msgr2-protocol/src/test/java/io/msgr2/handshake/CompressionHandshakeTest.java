// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static io.msgr2.frame.Banner.COMPRESSION;
import static io.msgr2.frame.Banner.REVISION_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityType;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** COMPRESSION_REQUEST and COMPRESSION_DONE, on both sides. */
class CompressionHandshakeTest {
  private static final CompressionConfig ZLIB =
      CompressionConfig.force(CompressionMethod.ZLIB).withWhenSecure(true);
  private static final String LONG = "compressible ".repeat(1000);

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#all")
  void two_sides_that_want_compression_have_it_in_both_directions(Variant variant) {
    try (var rig = setup(variant, ZLIB, ZLIB).sessions()) {
      rig.settle();
      assertThat(rig.client.info().compression()).contains(CompressionMethod.ZLIB);
      assertThat(rig.server.info().compression()).contains(CompressionMethod.ZLIB);
      rig.client.send(LONG);
      rig.server.send(LONG + "back");
      rig.client.send("short");
      rig.settle();
      assertThat(rig.server.data()).containsExactly(LONG, "short");
      assertThat(rig.client.data()).containsExactly(LONG + "back");
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.rig.Variant#secure")
  void encrypted_frames_are_compressed_only_where_both_sides_allow_it(Variant variant) {
    CompressionConfig refusing = ZLIB.withWhenSecure(false);
    for (Setup setup : List.of(setup(variant, refusing, ZLIB), setup(variant, ZLIB, refusing))) {
      try (var rig = setup.sessions()) {
        rig.settle();
        assertThat(rig.client.info().mode()).isEqualTo(ConnectionMode.SECURE);
        assertThat(rig.client.info().compression()).isEmpty();
        assertThat(rig.server.info().compression()).isEmpty();
        rig.client.send(LONG);
        rig.settle();
        assertThat(rig.server.data()).containsExactly(LONG);
      }
    }
  }

  @Test
  void either_side_can_decline_for_peers_of_a_type() {
    CompressionConfig forMonitors = ZLIB.withPeers(EntityType.MON);
    for (Setup setup :
        List.of(setup(Variant.PLAIN, forMonitors, ZLIB), setup(Variant.PLAIN, ZLIB, forMonitors))) {
      try (var rig = setup.sessions()) {
        rig.settle();
        assertThat(rig.client.info().compression()).isEmpty();
        assertThat(rig.server.info().compression()).isEmpty();
      }
    }
  }

  @Test
  void nothing_is_compressed_without_a_common_method() {
    CompressionConfig none =
        new CompressionConfig(List.of(), ZLIB.peers(), 0, true, ZLIB.ratioLimit());
    try (var rig = setup(Variant.PLAIN, ZLIB, none).sessions()) {
      rig.settle();
      assertThat(rig.client.info().compression()).isEmpty();
      assertThat(rig.server.info().compression()).isEmpty();
    }
  }

  @Test
  void a_connector_asks_with_its_methods_and_acts_on_the_answer() {
    try (var rig = setup(Variant.PLAIN, ZLIB, ZLIB).scriptedServer()) {
      rig.server.logsIn();
      assertThat(rig.server.hears(ControlFrame.CompressionRequest.class))
          .isEqualTo(new ControlFrame.CompressionRequest(true, List.of(2)));
      rig.server.hearsNothing();
      rig.server.sends(new ControlFrame.CompressionDone(false, 2));
      rig.server.hears(ControlFrame.ClientIdent.class);
      rig.server.sends(rig.server.serverIdent());
      rig.settle();
      assertThat(rig.client.info().compression()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 99, -1})
  void a_connector_refuses_a_method_that_it_did_not_offer(int method) {
    try (var rig = setup(Variant.PLAIN, ZLIB, ZLIB).scriptedServer()) {
      rig.server.logsIn();
      rig.server.hears(ControlFrame.CompressionRequest.class);
      rig.server.sends(new ControlFrame.CompressionDone(true, method));
      rig.server.hearsTheEnd();
      rig.client.assertViolation(Violation.COMPRESSION_NOT_OFFERED);
    }
  }

  @Test
  void an_acceptor_picks_the_first_of_the_connectors_methods_that_it_has() {
    try (var rig = setup(Variant.PLAIN, ZLIB, ZLIB).scriptedClient()) {
      rig.client.logsIn().sends(new ControlFrame.CompressionRequest(true, List.of(1, 7, 2, 4)));
      assertThat(rig.client.hears(ControlFrame.CompressionDone.class))
          .isEqualTo(new ControlFrame.CompressionDone(true, 2));
    }
  }

  @Test
  void an_acceptor_declines_who_does_not_want_compression_or_has_other_methods() {
    for (var request :
        List.of(
            new ControlFrame.CompressionRequest(false, List.of(2)),
            new ControlFrame.CompressionRequest(true, List.of()),
            new ControlFrame.CompressionRequest(true, List.of(1, 3)))) {
      try (var rig = setup(Variant.PLAIN, ZLIB, ZLIB).scriptedClient()) {
        rig.client.logsIn().sends(request);
        assertThat(rig.client.hears(ControlFrame.CompressionDone.class))
            .isEqualTo(new ControlFrame.CompressionDone(false, 0));
        rig.client.sends(rig.client.clientIdent());
        rig.client.hears(ControlFrame.ServerIdent.class);
      }
    }
  }

  private static Setup setup(Variant variant, CompressionConfig client, CompressionConfig server) {
    Setup setup = variant.setup();
    long revision = variant.revision() == Revision.V2_1 ? REVISION_1 : 0;
    setup.client.banner(revision | COMPRESSION, 0).compression(client);
    setup.server.banner(revision | COMPRESSION, 0).compression(server);
    return setup;
  }
}
