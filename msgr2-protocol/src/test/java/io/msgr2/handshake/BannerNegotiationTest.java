// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.codec.Violation;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.rig.Setup;
import io.msgr2.rig.Variant;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BannerNegotiationTest {
  private static final long REVISION_1 = Banner.REVISION_1;
  private static final long COMPRESSION = Banner.COMPRESSION;

  @ParameterizedTest
  @CsvSource({"0,0,V2_0", "0,1,V2_0", "1,0,V2_0", "1,1,V2_1", "1,3,V2_1", "3,1,V2_1"})
  void revision_2_1_needs_both_sides(long client, long server, Revision expected) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(client, 0);
    setup.server.banner(server, 0);
    try (var rig = setup.sessions()) {
      rig.settle();
      assertThat(rig.client.info().revision()).isEqualTo(expected);
      assertThat(rig.server.info().revision()).isEqualTo(expected);
      assertThat(rig.client.info().peerBanner()).isEqualTo(new Banner(server, 0));
      assertThat(rig.server.info().peerBanner()).isEqualTo(new Banner(client, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,3", "3,1", "0,2", "2,2", "3,3", "2,3"})
  void every_agreement_on_features_leads_to_a_session(long client, long server) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(client, 0);
    setup.server.banner(server, 0);
    try (var rig = setup.sessions()) {
      rig.settle();
      rig.client.send("ping");
      rig.settle();
      assertThat(rig.server.data()).containsExactly("ping");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, REVISION_1})
  void acceptor_declines_compression_when_both_banners_have_it(long revision) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(revision | COMPRESSION, 0);
    setup.server.banner(revision | COMPRESSION, 0);
    try (var rig = setup.scriptedClient()) {
      rig.client.logsIn().hearsNothing();
      rig.client.sends(new ControlFrame.CompressionRequest(true, List.of(3, 1)));
      assertThat(rig.client.hears(ControlFrame.CompressionDone.class))
          .isEqualTo(new ControlFrame.CompressionDone(false, 0));
      rig.client.sends(rig.client.clientIdent());
      rig.client.hears(ControlFrame.ServerIdent.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, REVISION_1})
  void connector_asks_for_no_compression_when_both_banners_have_it(long revision) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(revision | COMPRESSION, 0);
    setup.server.banner(revision | COMPRESSION, 0);
    try (var rig = setup.scriptedServer()) {
      rig.server.logsIn();
      assertThat(rig.server.hears(ControlFrame.CompressionRequest.class))
          .isEqualTo(new ControlFrame.CompressionRequest(false, List.of()));
      rig.server.hearsNothing();
      rig.server.sends(new ControlFrame.CompressionDone(false, 0));
      rig.server.hears(ControlFrame.ClientIdent.class);
    }
  }

  @Test
  void connector_goes_on_without_compression_whatever_the_acceptor_answers() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(REVISION_1 | COMPRESSION, 0);
    setup.server.banner(REVISION_1 | COMPRESSION, 0);
    try (var rig = setup.scriptedServer()) {
      rig.server.logsIn();
      rig.server.hears(ControlFrame.CompressionRequest.class);
      rig.server.sends(new ControlFrame.CompressionDone(true, 1));
      rig.server.hears(ControlFrame.ClientIdent.class);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,3", "3,1"})
  void there_is_no_compression_handshake_when_one_banner_lacks_it(long client, long server) {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(client, 0);
    setup.server.banner(server, 0);
    try (var rig = setup.scriptedServer()) {
      rig.server.logsIn();
      rig.server.hears(ControlFrame.ClientIdent.class);
    }
    try (var rig = setup.scriptedClient()) {
      rig.client.logsIn().sends(rig.client.clientIdent());
      rig.client.hears(ControlFrame.ServerIdent.class);
    }
  }

  @Test
  void acceptor_closes_when_the_peer_requires_what_it_lacks() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.sends(new Banner(REVISION_1, 0x14).toBytes()).hearsTheEnd();
      rig.server.assertViolation(Violation.BANNER_FEATURES_REQUIRED);
      assertThat(rig.server.failure().detail()).contains("0x14");
    }
  }

  @Test
  void connector_closes_when_the_peer_requires_what_it_lacks() {
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.sends(new Banner(REVISION_1, COMPRESSION).toBytes()).hearsTheEnd();
      rig.client.assertViolation(Violation.BANNER_FEATURES_REQUIRED);
      assertThat(rig.client.failure().step()).isEqualTo("banner");
    }
  }

  @Test
  void acceptor_closes_when_the_peer_lacks_what_it_requires() {
    Setup setup = Variant.PLAIN.setup();
    setup.server.banner(REVISION_1, REVISION_1);
    try (var rig = setup.scriptedClient()) {
      rig.client.sends(new Banner(0, 0).toBytes()).hearsTheEnd();
      rig.server.assertViolation(Violation.BANNER_FEATURES_MISSING);
    }
  }

  @Test
  void connector_closes_when_the_peer_lacks_what_it_requires() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(REVISION_1, REVISION_1);
    try (var rig = setup.scriptedServer()) {
      rig.server.sends(new Banner(0, 0).toBytes()).hearsTheEnd();
      rig.client.assertViolation(Violation.BANNER_FEATURES_MISSING);
    }
  }

  @Test
  void required_features_that_both_sides_have_are_fine() {
    Setup setup = Variant.PLAIN.setup();
    setup.client.banner(REVISION_1, REVISION_1);
    setup.server.banner(REVISION_1, REVISION_1);
    try (var rig = setup.sessions()) {
      rig.settle();
      assertThat(rig.client.isReady()).isTrue();
      assertThat(rig.server.isReady()).isTrue();
    }
  }

  @Test
  void the_rest_of_a_longer_banner_is_passed_over_but_signed() {
    Setup setup = Variant.all().filter(v -> v.security().isSigned()).findFirst().get().setup();
    try (var rig = setup.scriptedClient()) {
      rig.client.sends(
          WireWriter.toBytes(
              out ->
                  out.bytes("ceph v2\n".getBytes(StandardCharsets.US_ASCII))
                      .u16(19)
                      .u64(REVISION_1)
                      .u64(0)
                      .bytes(new byte[] {1, 2, 3})));
      rig.client.hearsBanner();
      rig.client.hears(ControlFrame.Hello.class);
      rig.client.sends(rig.client.hello());
      rig.client.signs(rig.client.asks());
      rig.client.hears(ControlFrame.AuthSignature.class);
      rig.client.sends(rig.client.clientIdent());
      rig.client.hears(ControlFrame.ServerIdent.class);
      assertThat(rig.server.isReady()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'ceph v2\n\u000f\u0000', BANNER_SHORT",
    "'ceph v027', BANNER_MSGR1",
    "'GET / HTTP/1.1', BANNER_UNKNOWN",
    "'\u0016\u0003\u0001', BANNER_UNKNOWN",
    "'ceph v3\n', BANNER_UNKNOWN",
  })
  void foreign_banners_are_named_by_both_roles(String banner, Violation expected) {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      rig.client.sends(banner).hearsTheEnd();
      rig.server.assertViolation(expected);
    }
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      rig.server.sends(banner).hearsTheEnd();
      rig.client.assertViolation(expected);
    }
  }

  @Test
  void both_sides_send_their_banner_without_waiting() {
    try (var rig = Variant.PLAIN.setup().scriptedClient()) {
      assertThat(rig.client.assume(Revision.V2_1).hearsBanner())
          .isEqualTo(new Banner(REVISION_1, 0));
      rig.client.hearsNothing();
    }
    try (var rig = Variant.PLAIN.setup().scriptedServer()) {
      assertThat(rig.server.assume(Revision.V2_1).hearsBanner())
          .isEqualTo(new Banner(REVISION_1, 0));
      rig.server.hearsNothing();
    }
  }
}
