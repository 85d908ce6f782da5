// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityType;
import io.msgr2.auth.Secret;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.Recording;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionDecoderTest {
  private static final byte[] NOTHING = {};
  private static final byte[] DATA = new byte[100];

  static Stream<Arguments> formats() {
    return Arrays.stream(Revision.values())
        .flatMap(
            revision ->
                Arrays.stream(ConnectionMode.values()).map(mode -> Arguments.of(revision, mode)));
  }

  private static Conversation talk(Revision revision, ConnectionMode mode) {
    return Conversation.ready(revision, mode)
        .message(Role.CONNECTOR, 1, 2, NOTHING, DATA)
        .message(Role.ACCEPTOR, 1, 2, NOTHING, DATA)
        .frame(Role.CONNECTOR, new ControlFrame.Keepalive2(1, 2))
        .frame(Role.ACCEPTOR, new ControlFrame.Keepalive2Ack(1, 2))
        .message(Role.CONNECTOR, 2, 2, DATA, NOTHING)
        .frame(Role.ACCEPTOR, new ControlFrame.Ack(2));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void decodes_and_writes_again_every_revision_and_mode(Revision revision, ConnectionMode mode) {
    ConnectionTranscript transcript = Transcripts.decode(talk(revision, mode).recorded());

    assertThat(transcript.problems()).isEmpty();
    assertThat(transcript.summary().revision()).contains(revision);
    assertThat(transcript.summary().mode()).contains(mode);
    assertThat(transcript.messages(Role.CONNECTOR)).hasSize(2);
    assertThat(transcript.messages(Role.ACCEPTOR)).hasSize(1);
    Reencoder.assertSameBytes(transcript, Optional.of(Recordings.FIXED_SECRET));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void the_directions_need_not_be_recorded_in_step(Revision revision, ConnectionMode mode) {
    List<Chunk> chunks = talk(revision, mode).chunks();
    List<Chunk> connectorFirst = new ArrayList<>(chunks);
    connectorFirst.sort(Comparator.comparing(Chunk::sender));
    List<Chunk> acceptorFirst = new ArrayList<>(chunks);
    acceptorFirst.sort(Comparator.comparing(Chunk::sender).reversed());
    List<Chunk> bytes = new ArrayList<>();
    for (Chunk chunk : chunks) {
      for (byte b : ((Chunk.Bytes) chunk).bytes()) {
        bytes.add(new Chunk.Bytes(chunk.sender(), new byte[] {b}));
      }
    }

    ConnectionTranscript inStep = Transcripts.decode(talk(revision, mode).recorded());
    for (List<Chunk> order : List.of(connectorFirst, acceptorFirst, bytes)) {
      ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(order, false));

      assertThat(transcript.problems()).isEmpty();
      for (Role sender : Role.values()) {
        assertThat(sent(transcript, sender)).isEqualTo(sent(inStep, sender));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void a_recording_may_end_anywhere(Revision revision, ConnectionMode mode) {
    List<Chunk> chunks = talk(revision, mode).chunks();
    int length = chunks.stream().mapToInt(chunk -> ((Chunk.Bytes) chunk).bytes().length).sum();
    for (int end = 0; end < length; end++) {
      List<Chunk> cut = Transcripts.cut(chunks, end);

      ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(cut, false));

      boolean betweenFrames = cut.isEmpty() || length(cut) == length(whole(chunks, cut.size()));
      assertThat(Transcripts.problems(transcript))
          .isEqualTo(betweenFrames ? List.of() : List.of(ProblemKind.CUT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void after_a_gap_in_mode_crc_the_next_whole_frame_is_found(Revision revision) {
    List<Chunk> chunks = new ArrayList<>(talk(revision, ConnectionMode.CRC).chunks());
    int first = chunks.size() - 6;
    byte[] message = ((Chunk.Bytes) chunks.get(first)).bytes();
    chunks.set(first, new Chunk.Bytes(Role.CONNECTOR, Arrays.copyOf(message, 40)));
    chunks.add(first + 1, new Chunk.Gap(Role.CONNECTOR, 50));
    chunks.add(
        first + 2,
        new Chunk.Bytes(Role.CONNECTOR, Arrays.copyOfRange(message, 90, message.length)));

    ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(chunks, false));

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.GAP);
              assertThat(problem.undecodedBytes()).isEqualTo(message.length);
            });
    assertThat(transcript.messages(Role.CONNECTOR))
        .extracting(m -> m.header().seq())
        .containsExactly(2L);
    assertThat(transcript.messages(Role.ACCEPTOR)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void after_a_gap_in_mode_secure_the_direction_is_lost(Revision revision) {
    List<Chunk> chunks = new ArrayList<>(talk(revision, ConnectionMode.SECURE).chunks());
    chunks.add(chunks.size() - 6, new Chunk.Gap(Role.CONNECTOR, 50));

    ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(chunks, false));

    assertThat(Transcripts.problems(transcript)).containsExactly(ProblemKind.GAP);
    assertThat(transcript.messages(Role.CONNECTOR)).isEmpty();
    assertThat(transcript.messages(Role.ACCEPTOR)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_gap_where_authentication_was_holds_up_only_what_depends_on_it(Revision revision) {
    List<Chunk> chunks = new ArrayList<>(talk(revision, ConnectionMode.CRC).chunks());
    int authDone = 5;
    byte[] frame = ((Chunk.Bytes) chunks.get(authDone)).bytes();
    assertThat(chunks.get(authDone).sender()).isEqualTo(Role.ACCEPTOR);
    chunks.set(authDone, new Chunk.Gap(Role.ACCEPTOR, frame.length));

    ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(chunks, false));

    assertThat(Transcripts.problems(transcript)).containsExactly(ProblemKind.GAP);
    assertThat(transcript.undecodedBytes()).isEqualTo(frame.length);
    assertThat(transcript.messages(Role.CONNECTOR)).hasSize(2);
    assertThat(transcript.messages(Role.ACCEPTOR)).hasSize(1);
    // What was signed is not known as a whole.
    assertThat(transcript.of(Event.SignatureVerified.class)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_from_before_the_recording_is_decoded_from_its_next_frame(Revision revision) {
    List<Chunk> all = talk(revision, ConnectionMode.CRC).chunks();
    List<Chunk> chunks = new ArrayList<>(all.subList(all.size() - 6, all.size()));
    byte[] message = ((Chunk.Bytes) chunks.get(0)).bytes();
    chunks.set(0, new Chunk.Bytes(Role.CONNECTOR, Arrays.copyOfRange(message, 7, message.length)));

    ConnectionTranscript transcript = Transcripts.decode(Conversation.recorded(chunks, true));

    assertThat(transcript.summary().revision()).contains(revision);
    assertThat(Transcripts.problems(transcript)).containsExactly(ProblemKind.MID_STREAM);
    assertThat(transcript.undecodedBytes()).isEqualTo(message.length - 7);
    assertThat(transcript.messages(Role.CONNECTOR)).hasSize(1);
    assertThat(transcript.messages(Role.ACCEPTOR)).hasSize(1);
  }

  @Test
  void a_capture_that_missed_only_the_opening_of_tcp_is_complete() {
    Conversation talk = talk(Revision.V2_1, ConnectionMode.SECURE);

    assertThat(Transcripts.decode(Conversation.recorded(talk.chunks(), true)).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"V2_0, PREAMBLE_CRC", "V2_1, FRAME_NOT_AUTHENTIC"})
  void a_wrong_connection_secret_is_named(Revision revision, String violation) {
    Recording recording =
        new Recording(List.of(talk(revision, ConnectionMode.SECURE).recorded()), List.of());

    ConnectionTranscript transcript =
        CaptureDecoder.of(recording).connectionSecret(Secret.copyOf(new byte[64])).decode().get(0);

    Transcripts.assertAllBytesAccountedFor(transcript);
    assertThat(Transcripts.problems(transcript))
        .containsExactly(ProblemKind.VIOLATION, ProblemKind.VIOLATION);
    assertThat(transcript.problems().get(0).detail()).startsWith(violation);
  }

  @Test
  void a_missing_connection_secret_is_named() {
    Recording recording =
        new Recording(List.of(talk(Revision.V2_1, ConnectionMode.SECURE).recorded()), List.of());

    ConnectionTranscript transcript = CaptureDecoder.of(recording).decode().get(0);

    Transcripts.assertAllBytesAccountedFor(transcript);
    assertThat(Transcripts.problems(transcript))
        .containsExactly(ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED);
  }

  @Test
  void a_connection_secret_that_is_too_short_is_refused() {
    Recording nothing = new Recording(List.of(), List.of());

    assertThatThrownBy(
            () -> CaptureDecoder.of(nothing).connectionSecret(Secret.copyOf(new byte[39])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_wrong_signature_is_named() {
    Conversation talk =
        new Conversation(Revision.V2_1)
            .hello(EntityType.OSD)
            .frame(Role.CONNECTOR, Conversation.none(ConnectionMode.CRC))
            .frame(Role.ACCEPTOR, new ControlFrame.AuthDone(0, 1, NOTHING))
            .signatures(Secret.copyOf(new byte[16]))
            .session();

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(Transcripts.problems(transcript))
        .containsExactly(ProblemKind.SIGNATURE_MISMATCH, ProblemKind.SIGNATURE_MISMATCH);
    assertThat(transcript.summary().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void a_method_that_fails_may_be_followed_by_another() {
    Conversation talk =
        new Conversation(Revision.V2_1)
            .hello(EntityType.OSD)
            .frame(Role.CONNECTOR, new ControlFrame.AuthRequest(4, List.of(2, 1), new byte[] {1}))
            .frame(Role.ACCEPTOR, new ControlFrame.AuthBadMethod(4, -95, List.of(1), List.of(1)))
            .frame(Role.CONNECTOR, Conversation.none(ConnectionMode.CRC))
            .frame(Role.ACCEPTOR, new ControlFrame.AuthDone(0, 1, NOTHING))
            .signatures(Secret.EMPTY)
            .session();

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.detail()).contains("method gss"));
    assertThat(transcript.of(Event.SignatureVerified.class)).hasSize(2);
    assertThat(transcript.summary().authMethod()).hasValue(1);
    assertThat(transcript.summary().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void a_mode_that_is_not_known_is_named() {
    Conversation talk =
        new Conversation(Revision.V2_1)
            .hello(EntityType.OSD)
            .frame(Role.CONNECTOR, Conversation.none(ConnectionMode.CRC))
            .frame(Role.ACCEPTOR, new ControlFrame.AuthDone(0, 7, NOTHING))
            .bytes(Role.ACCEPTOR, DATA);

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.MODE_UNKNOWN);
              assertThat(problem.detail()).contains("mode 7");
            });
  }

  @ParameterizedTest
  @CsvSource({"'ceph v027\n......', BANNER_MSGR1", "'GET / HTTP/1.1\r\n', BANNER_UNKNOWN"})
  void what_is_no_msgr2_is_named(String text, String violation) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

    ConnectionTranscript transcript =
        Transcripts.decode(
            Conversation.recorded(List.of(new Chunk.Bytes(Role.CONNECTOR, bytes)), false));

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.detail()).startsWith(violation));
    assertThat(transcript.undecodedBytes()).isEqualTo(bytes.length);
  }

  @Test
  void frames_to_a_silent_peer_are_named() {
    Conversation talk = new Conversation(Revision.V2_1).hello(EntityType.OSD);
    List<Chunk> connectorOnly =
        talk.chunks().stream().filter(chunk -> chunk.sender() == Role.CONNECTOR).toList();

    ConnectionTranscript transcript =
        Transcripts.decode(Conversation.recorded(connectorOnly, false));

    assertThat(Transcripts.problems(transcript)).containsExactly(ProblemKind.PEER_MISSING);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void an_aborted_frame_is_told_apart(Revision revision, ConnectionMode mode) {
    Conversation talk =
        Conversation.ready(revision, mode)
            .aborted(Role.CONNECTOR, 1, DATA)
            .message(Role.CONNECTOR, 1, 2, NOTHING, DATA);

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(transcript.problems()).isEmpty();
    assertThat(transcript.of(Event.FrameAborted.class)).hasSize(1);
    assertThat(transcript.messages(Role.CONNECTOR)).hasSize(1);
  }

  @Test
  void a_control_frame_that_cannot_be_read_does_not_end_the_direction() {
    Conversation talk = Conversation.ready(Revision.V2_1, ConnectionMode.CRC);
    Conversation other =
        new Conversation(Revision.V2_1).frame(Role.CONNECTOR, new ControlFrame.Ack(1));
    // The eight bytes of an ACK are too short for a HELLO.
    byte[] hello = changed(((Chunk.Bytes) other.chunks().get(2)).bytes(), 0, 1);
    talk.bytes(Role.CONNECTOR, hello).message(Role.CONNECTOR, 1, 2, NOTHING, DATA);

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.undecodedBytes()).isEqualTo(hello.length));
    assertThat(transcript.messages(Role.CONNECTOR)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void no_memory_is_taken_for_a_frame_that_is_longer_than_the_recording(Revision revision) {
    Conversation talk = Conversation.ready(revision, ConnectionMode.CRC);
    byte[] huge =
        ((Chunk.Bytes)
                new Conversation(revision)
                    .message(Role.CONNECTOR, 1, 2, NOTHING, DATA)
                    .chunks()
                    .get(2))
            .bytes();
    // The highest byte of the length of the fourth segment, which is 128 megabytes now.
    talk.bytes(Role.CONNECTOR, changed(huge, 23, 0x08));

    ConnectionTranscript transcript = Transcripts.decode(talk.recorded());

    assertThat(transcript.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.CUT);
              assertThat(problem.detail()).contains("announces more");
            });
  }

  /** Returns a frame in mode crc with one byte of its preamble replaced. */
  private static byte[] changed(byte[] frame, int at, int value) {
    byte[] changed = frame.clone();
    changed[at] = (byte) value;
    CRC32C crc = new CRC32C();
    crc.update(changed, 0, 28);
    ByteBuffer.wrap(changed)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(28, (int) (crc.getValue() ^ 0xF7C9C769L));
    return changed;
  }

  private static List<Chunk> whole(List<Chunk> chunks, int count) {
    return chunks.subList(0, count);
  }

  private static int length(List<Chunk> chunks) {
    return chunks.stream().mapToInt(chunk -> ((Chunk.Bytes) chunk).bytes().length).sum();
  }

  private static List<String> sent(ConnectionTranscript transcript, Role sender) {
    return transcript
        .of(Event.Sent.class)
        .filter(sent -> sent.sender() == sender)
        .map(sent -> sent.offset() + " " + sent.length() + " " + sent.getClass().getSimpleName())
        .toList();
  }
}
