// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.testkit.recording.Packets.Block;
import io.msgr2.testkit.recording.Packets.Segment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureFileTest {
  private static final List<Segment> TALK =
      List.of(
          Segment.of(5000, 3300, 100, TcpSegment.SYN, ""),
          Segment.of(3300, 5000, 900, TcpSegment.SYN | TcpSegment.ACK, ""),
          Segment.of(5000, 3300, 101, TcpSegment.ACK, "hello"),
          Segment.of(3300, 5000, 901, TcpSegment.ACK, "good day"),
          Segment.of(5000, 3300, 106, TcpSegment.ACK | TcpSegment.FIN, ""));

  private static final List<String> TALK_TEXT =
      List.of("connector: hello", "acceptor: good day", "connector: FIN");

  static Stream<Arguments> links() {
    return IntStream.of(
            Packets.NULL,
            Packets.ETHERNET,
            Packets.RAW,
            Packets.LOOP,
            Packets.LINUX_SLL,
            Packets.LINUX_SLL2)
        .boxed()
        .flatMap(link -> Stream.of(Arguments.of(link, false), Arguments.of(link, true)));
  }

  @ParameterizedTest
  @MethodSource("links")
  void reads_tcp_over_ip_on_every_known_link_layer(int linkType, boolean v6) throws Exception {
    List<byte[]> packets =
        TALK.stream().map(s -> Packets.link(linkType, v6 ? s.ipv6() : s.ipv4())).toList();

    Recording recording =
        Recording.parse(Packets.pcap(ByteOrder.BIG_ENDIAN, 0xa1b23c4d, linkType, packets));

    assertThat(recording.remarks()).isEmpty();
    RecordedConnection connection = only(recording);
    assertThat(Chunks.text(connection)).isEqualTo(TALK_TEXT);
    assertThat(connection)
        .hasToString(
            v6
                ? "[0:0:0:0:0:0:0:1]:5000 -> [0:0:0:0:0:0:0:1]:3300"
                : "127.0.0.1:5000 -> 127.0.0.1:3300");
  }

  @Test
  void reads_ethernet_with_vlan_tags() throws Exception {
    List<byte[]> packets =
        TALK.stream()
            .map(s -> Packets.concat("00000000000000000000000088a80001810000020800", s.ipv4()))
            .toList();

    assertThat(Chunks.text(only(Recording.parse(Packets.pcap(packets))))).isEqualTo(TALK_TEXT);
  }

  @ParameterizedTest
  @EnumSource(Block.class)
  void reads_every_kind_of_packet_block_in_both_byte_orders(Block block) throws Exception {
    List<byte[]> packets = Packets.ethernet(TALK);
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      byte[] file = Packets.pcapng(order, block, Packets.ETHERNET, packets);

      assertThat(Chunks.text(only(Recording.parse(file)))).isEqualTo(TALK_TEXT);
    }
  }

  @Test
  void reads_sections_of_different_byte_order_and_link_layer() throws Exception {
    byte[] first =
        Packets.pcapng(
            ByteOrder.LITTLE_ENDIAN,
            Block.ENHANCED,
            Packets.ETHERNET,
            Packets.ethernet(TALK.subList(0, 3)));
    byte[] second =
        Packets.pcapng(
            ByteOrder.BIG_ENDIAN,
            Block.ENHANCED,
            Packets.RAW,
            TALK.subList(3, 5).stream().map(Segment::ipv4).toList());

    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);

    assertThat(Chunks.text(only(Recording.parse(both)))).isEqualTo(TALK_TEXT);
  }

  @Test
  void takes_the_rest_of_a_packet_whose_length_the_network_card_would_fill_in() throws Exception {
    List<byte[]> packets = new ArrayList<>();
    for (Segment segment : TALK) {
      byte[] v4 = segment.ipv4();
      v4[2] = 0;
      v4[3] = 0;
      packets.add(Packets.link(Packets.ETHERNET, v4));
    }

    assertThat(Chunks.text(only(Recording.parse(Packets.pcap(packets))))).isEqualTo(TALK_TEXT);
  }

  @Test
  void ignores_the_padding_of_short_ethernet_packets() throws Exception {
    List<byte[]> packets = new ArrayList<>();
    for (byte[] packet : Packets.ethernet(TALK)) {
      packets.add(Arrays.copyOf(packet, packet.length + 6));
    }

    assertThat(Chunks.text(only(Recording.parse(Packets.pcap(packets))))).isEqualTo(TALK_TEXT);
  }

  @Test
  void passes_over_what_is_not_tcp_over_ip() throws Exception {
    byte[] udp = TALK.get(0).ipv4();
    udp[9] = 17;
    byte[] fragment = TALK.get(2).ipv4();
    fragment[7] = 1;
    byte[] arp = HexFormat.of().parseHex("000000000000000000000000" + "0806" + "0001");
    List<byte[]> packets =
        List.of(
            arp,
            Packets.link(Packets.ETHERNET, udp),
            Packets.link(Packets.ETHERNET, fragment),
            new byte[3]);

    assertThat(Recording.parse(Packets.pcap(packets)))
        .isEqualTo(new Recording(List.of(), List.of()));
  }

  @Test
  void remarks_on_packets_of_an_unknown_link_layer() throws Exception {
    byte[] file = Packets.pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, 147, Packets.ethernet(TALK));

    assertThat(Recording.parse(file).remarks())
        .containsExactly("5 packets of link type 147, which is not known here");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reads_a_cut_capture_up_to_the_cut(boolean ng) throws Exception {
    List<byte[]> packets = Packets.ethernet(TALK);
    byte[] file =
        ng
            ? Packets.pcapng(ByteOrder.LITTLE_ENDIAN, Block.ENHANCED, Packets.ETHERNET, packets)
            : Packets.pcap(packets);

    Recording recording = Recording.parse(Arrays.copyOf(file, file.length - 1));

    assertThat(Chunks.text(only(recording))).isEqualTo(TALK_TEXT.subList(0, 2));
    assertThat(recording.remarks()).containsExactly("the capture ends within a packet");
  }

  @Test
  void any_damage_to_a_capture_is_survived_or_named() {
    long seed = Long.getLong("msgr2.seed", System.nanoTime());
    System.out.println("seed " + seed + " (-Dmsgr2.seed)");
    Random random = new Random(seed);
    List<byte[]> files =
        List.of(
            Packets.pcap(Packets.ethernet(TALK)),
            Packets.pcapng(
                ByteOrder.BIG_ENDIAN,
                Block.SIMPLE,
                Packets.LINUX_SLL2,
                TALK.stream().map(s -> Packets.link(Packets.LINUX_SLL2, s.ipv6())).toList()));
    for (byte[] file : files) {
      for (int length = 0; length < file.length; length++) {
        parse(Arrays.copyOf(file, length));
        for (int round = 0; round < 50; round++) {
          byte[] damaged = file.clone();
          damaged[length] = (byte) random.nextInt();
          damaged[random.nextInt(file.length)] = (byte) random.nextInt();
          parse(damaged);
        }
      }
    }
  }

  @Test
  void names_what_is_no_recording() {
    assertThatThrownBy(() -> Recording.parse("GIF89a".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("no JSON, pcap or pcapng");
    assertThatThrownBy(() -> Recording.parse(new byte[0]))
        .isInstanceOf(RecordingFormatException.class);
  }

  private static void parse(byte[] file) {
    try {
      Recording.parse(file);
    } catch (RecordingFormatException named) {
      assertThat(named).hasMessageMatching("(?s).*(pcap|recording).*");
    }
  }

  private static RecordedConnection only(Recording recording) {
    assertThat(recording.connections()).hasSize(1);
    return recording.connections().get(0);
  }
}
