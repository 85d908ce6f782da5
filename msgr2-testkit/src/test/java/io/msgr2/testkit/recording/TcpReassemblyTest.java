// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.msgr2.testkit.recording.Packets.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpReassemblyTest {
  private static final Segment SYN = Segment.of(5000, 3300, 100, TcpSegment.SYN, "");
  private static final Segment SYN_ACK =
      Segment.of(3300, 5000, 900, TcpSegment.SYN | TcpSegment.ACK, "");

  @Test
  void drops_what_is_sent_again_whole_or_in_part() throws Exception {
    List<Segment> segments =
        List.of(
            SYN,
            SYN,
            SYN_ACK,
            toServer(101, "abc"),
            toServer(101, "abc"),
            toServer(102, "bcde"),
            toServer(103, "c"),
            SYN_ACK,
            toServer(100, "x"), // a keepalive repeats a byte from before
            toServer(106, "f"));

    assertThat(text(segments)).containsExactly("connector: abcdef");
  }

  @Test
  void puts_segments_in_order() throws Exception {
    List<Segment> segments =
        List.of(
            SYN,
            SYN_ACK,
            toServer(104, "de"),
            toServer(103, "c"),
            toServer(101, "ab"),
            toClient(901, "!"));

    assertThat(text(segments)).containsExactly("connector: abcde", "acceptor: !");
  }

  @Test
  void of_segments_that_come_too_early_the_longest_counts() throws Exception {
    List<Segment> segments =
        List.of(
            SYN,
            toServer(104, "de"),
            toServer(104, "defg"),
            toServer(104, "d"),
            SYN_ACK,
            toServer(101, "abc"));

    assertThat(text(segments)).containsExactly("connector: abcdefg");
  }

  @Test
  void any_order_of_the_segments_yields_the_same_bytes() throws Exception {
    long seed = Long.getLong("msgr2.seed", System.nanoTime());
    System.out.println("seed " + seed + " (-Dmsgr2.seed)");
    Random random = new Random(seed);
    List<Segment> segments = new ArrayList<>(List.of(SYN, SYN_ACK));
    String text = "the quick brown fox jumps over the lazy dog";
    for (int i = 0; i < text.length(); i++) {
      int end = Math.min(text.length(), i + 1 + random.nextInt(4));
      segments.add(toServer(101 + i, text.substring(i, end)));
    }
    for (int round = 0; round < 200; round++) {
      Collections.shuffle(segments, random);

      assertThat(text(segments)).containsExactly("connector: " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, Integer.MAX_VALUE - 3})
  void sequence_numbers_wrap_around(int start) throws Exception {
    List<Segment> segments =
        List.of(
            Segment.of(5000, 3300, start, TcpSegment.SYN, ""),
            toServer(start + 1, "abc"),
            toServer(start + 6, "fg"),
            toServer(start + 4, "de"));

    assertThat(text(segments)).containsExactly("connector: abcdefg");
  }

  @Test
  void a_hole_that_nothing_fills_is_a_gap() throws Exception {
    List<Segment> segments =
        List.of(SYN, SYN_ACK, toServer(101, "ab"), toServer(106, "fg"), toClient(901, "!"));

    assertThat(text(segments))
        .containsExactly("connector: ab", "acceptor: !", "connector: 3 missing", "connector: fg");
  }

  @Test
  void what_the_capture_cut_off_a_packet_is_a_gap() throws Exception {
    List<byte[]> packets =
        new ArrayList<>(
            Packets.ethernet(List.of(SYN, SYN_ACK, toServer(101, "abcdef"), toServer(107, "gh"))));
    byte[] cut = packets.get(2);
    packets.set(2, Arrays.copyOf(cut, cut.length - 2));

    assertThat(Chunks.text(Recording.parse(Packets.pcap(packets)).connections().get(0)))
        .containsExactly("connector: abcd", "connector: 2 missing", "connector: gh");
  }

  @Test
  void tells_connections_apart_that_use_the_same_ports() throws Exception {
    List<Segment> segments =
        List.of(
            SYN,
            SYN_ACK,
            toServer(101, "one"),
            Segment.of(5000, 3300, 104, TcpSegment.RST, ""),
            Segment.of(5000, 3300, 70000, TcpSegment.SYN, ""),
            toServer(70001, "two"));

    List<RecordedConnection> connections = reassemble(segments).connections();

    assertThat(connections).hasSize(2);
    assertThat(Chunks.text(connections.get(0))).containsExactly("connector: one", "connector: RST");
    assertThat(Chunks.text(connections.get(1))).containsExactly("connector: two");
  }

  @Test
  void a_connection_without_its_beginning_is_marked_and_oriented_by_the_others() throws Exception {
    List<Segment> segments =
        List.of(
            Segment.of(60000, 50000, 1, TcpSegment.ACK, "mid"),
            Segment.of(50000, 60000, 1, TcpSegment.ACK, "stream"),
            Segment.of(40000, 60000, 1, TcpSegment.SYN, ""),
            Segment.of(40000, 60000, 2, TcpSegment.ACK, "new"));

    List<RecordedConnection> connections = reassemble(segments).connections();

    assertThat(connections)
        .extracting(RecordedConnection::toString, RecordedConnection::beginsMidStream)
        .containsExactly(
            tuple("127.0.0.1:50000 -> 127.0.0.1:60000", true),
            tuple("127.0.0.1:40000 -> 127.0.0.1:60000", false));
    assertThat(Chunks.text(connections.get(0)))
        .containsExactly("acceptor: mid", "connector: stream");
  }

  @Test
  void a_captured_answer_to_the_opening_is_enough_to_know_the_beginning() throws Exception {
    List<Segment> segments = List.of(SYN_ACK, toServer(101, "abc"), toClient(901, "def"));

    RecordedConnection connection = reassemble(segments).connections().get(0);

    assertThat(connection.beginsMidStream()).isFalse();
    assertThat(connection).hasToString("127.0.0.1:5000 -> 127.0.0.1:3300");
  }

  private static Segment toServer(int seq, String payload) {
    return Segment.of(5000, 3300, seq, TcpSegment.ACK, payload);
  }

  private static Segment toClient(int seq, String payload) {
    return Segment.of(3300, 5000, seq, TcpSegment.ACK, payload);
  }

  private static List<String> text(List<Segment> segments) throws Exception {
    List<RecordedConnection> connections = reassemble(segments).connections();
    assertThat(connections).hasSize(1);
    return Chunks.text(connections.get(0));
  }

  private static Recording reassemble(List<Segment> segments) throws Exception {
    return Recording.parse(Packets.pcap(Packets.ethernet(segments)));
  }
}
