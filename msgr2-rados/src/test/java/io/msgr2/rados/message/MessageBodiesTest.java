// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.rados.message.MMonSubscribe.Want;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MessageBodiesTest {
  private static final UUID FSID = UUID.fromString("31111111-2222-3333-4444-555555555555");
  private static final String FSID_HEX = "31111111222233334444555555555555";
  private static final String PAXOS_HEX = "0000000000000000ffff0000000000000000";

  /** A message, how it is read, its header's type, version and compatible version, its bytes. */
  private record Sample(
      MessageBody body,
      Function<WireReader, ? extends MessageBody> read,
      int type,
      int version,
      int compatVersion,
      String hex) {
    @Override
    public String toString() {
      return body.toString();
    }

    byte[] bytes() {
      return Encoded.bytes(hex);
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample(new MMonGetMap(), reader -> new MMonGetMap(), 5, 1, 1, ""),
        new Sample(
            new MMonMap(Encoded.read(Encoded.MON_MAP_V10, MonMap::read)),
            MMonMap::read,
            4,
            1,
            1,
            "c6000000" + Encoded.MON_MAP_V10),
        new Sample(
            new MMonSubscribe(Map.of("monmap", Want.from(2), "config", Want.once(0)), "host"),
            MMonSubscribe::read,
            15,
            3,
            1,
            "02000000"
                + ("06000000" + "636f6e666967" + "0000000000000000" + "01")
                + ("06000000" + "6d6f6e6d6170" + "0200000000000000" + "00")
                + ("04000000" + "686f7374")),
        new Sample(
            new MConfig(Map.of("a", "1", "b", "")),
            MConfig::read,
            62,
            1,
            1,
            "02000000" + ("0100000061" + "0100000031") + ("0100000062" + "00000000")),
        new Sample(
            new MMonCommand(FSID, List.of("{}")),
            MMonCommand::read,
            50,
            1,
            1,
            PAXOS_HEX + FSID_HEX + "01000000" + "020000007b7d"),
        new Sample(
            new MMonCommandAck(-22, "no", List.of("{}", "")),
            MMonCommandAck::read,
            51,
            1,
            1,
            PAXOS_HEX + "eaffffff" + "020000006e6f" + "02000000" + "020000007b7d" + "00000000"),
        new Sample(
            new MAuth(2, new byte[] {1, 2, 3}, 7),
            MAuth::read,
            17,
            1,
            1,
            PAXOS_HEX + "02000000" + "03000000010203" + "07000000"),
        new Sample(
            new MAuthReply(2, -13, 0x1122334455667788L, new byte[] {9}, "x"),
            MAuthReply::read,
            18,
            1,
            1,
            "02000000" + "f3ffffff" + "8877665544332211" + "0100000009" + "0100000078"),
        new Sample(
            new MMonGetVersion(5, "osdmap"),
            MMonGetVersion::read,
            19,
            1,
            1,
            "0500000000000000" + "06000000" + "6f73646d6170"),
        new Sample(
            new MMonGetVersionReply(5, 9, 1),
            MMonGetVersionReply::read,
            20,
            2,
            2,
            "0500000000000000" + "0900000000000000" + "0100000000000000"),
        new Sample(
            new MCommand(FSID, List.of("{}")),
            MCommand::read,
            97,
            1,
            1,
            FSID_HEX + "01000000" + "020000007b7d"),
        new Sample(
            new MCommandReply(-2, "no"),
            MCommandReply::read,
            98,
            1,
            1,
            "feffffff" + "020000006e6f"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void writes_the_fields_and_reads_them_back(Sample sample) {
    assertThat(Encoded.hex(sample.body::write)).isEqualTo(sample.hex);

    MessageBody read = Encoded.read(sample.hex, sample.read);
    assertThat(Encoded.hex(read::write)).isEqualTo(sample.hex);
    assertThat(read).hasToString(sample.body.toString());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void knows_the_numbers_of_its_header(Sample sample) {
    assertThat(sample.body.type()).isEqualTo(sample.type);
    assertThat(sample.body.version()).isEqualTo(sample.version);
    assertThat(sample.body.compatVersion()).isEqualTo(sample.compatVersion);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void passes_over_what_a_newer_peer_appends(Sample sample) {
    MessageBody read = Encoded.read(sample.hex + "ffffffffffffffff", sample.read);

    assertThat(Encoded.hex(read::write)).isEqualTo(sample.hex);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void refuses_a_payload_cut_short_anywhere(Sample sample) {
    byte[] bytes = sample.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Encoded.cut(bytes, length);
      assertThatThrownBy(() -> Encoded.read(cut, sample.read))
          .as("first %s bytes", length)
          .isInstanceOf(ProtocolException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void survives_a_flip_of_any_bit(Sample sample) {
    byte[] bytes = sample.bytes();
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] flipped = Encoded.flipped(bytes, bit);
      Throwable thrown =
          catchThrowable(() -> WireWriter.toBytes(Encoded.read(flipped, sample.read)::write));
      if (thrown != null) {
        assertThat(thrown).as("bit %s", bit).isInstanceOf(ProtocolException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shows_no_authentication_payload(Sample sample) {
    MessageBody body = sample.body;
    if (body instanceof MAuth || body instanceof MAuthReply) {
      assertThat(body.toString()).doesNotContain("[B@").contains("bytes");
    }
  }

  @Test
  void shows_no_arguments_of_commands_and_no_values_of_options() {
    List<String> command = List.of("{\"prefix\":\"config-key set\",\"val\":\"secret\"}");

    assertThat(new MMonCommand(FSID, command))
        .hasToString("MMonCommand[fsid " + FSID + ", 42 characters]");
    assertThat(new MCommand(FSID, command))
        .hasToString("MCommand[fsid " + FSID + ", 42 characters]");
    assertThat(new MMonCommandAck(-22, "no", command))
        .hasToString("MMonCommandAck[result -22, 'no', 42 characters]");
    assertThat(new MConfig(Map.of("b_password", "secret", "a", "1")))
        .hasToString("MConfig[a, b_password]");
  }

  /** The maps are opaque, so that equality of records does not help here. */
  @ParameterizedTest
  @MethodSource("osdMaps")
  void carries_osd_maps_unread(MOSDMap message, String hex) {
    assertThat(Encoded.hex(message::write)).isEqualTo(hex);

    MOSDMap read = Encoded.read(hex, MOSDMap::read);
    assertThat(read.fsid()).isEqualTo(message.fsid());
    assertThat(read.oldest()).isEqualTo(message.oldest());
    assertThat(read.newest()).isEqualTo(message.newest());
    assertThat(Encoded.hex(read::write)).isEqualTo(hex);
    assertThat(read.type()).isEqualTo(41);
    assertThat(read.version()).isEqualTo(4);
    assertThat(read.compatVersion()).isEqualTo(3);
    // What is left out of the last four bytes is not read either.
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int length = 0; length < bytes.length - 4; length++) {
      byte[] cut = Encoded.cut(bytes, length);
      assertThatThrownBy(() -> Encoded.read(cut, MOSDMap::read))
          .isInstanceOf(ProtocolException.class);
    }
  }

  static Stream<Arguments> osdMaps() {
    return Stream.of(
        Arguments.of(
            new MOSDMap(FSID, Map.of(), Map.of(), 1, 6),
            FSID_HEX + "00000000" + "00000000" + "01000000" + "06000000" + "00000000"),
        Arguments.of(
            new MOSDMap(
                FSID,
                Map.of(6L, new byte[] {1}, 5L, new byte[] {2, 3}),
                Map.of(4L, new byte[0]),
                1,
                6),
            FSID_HEX
                + ("02000000" + "05000000" + "020000000203" + "06000000" + "0100000001")
                + ("01000000" + "04000000" + "00000000")
                + ("01000000" + "06000000" + "00000000")));
  }
}
