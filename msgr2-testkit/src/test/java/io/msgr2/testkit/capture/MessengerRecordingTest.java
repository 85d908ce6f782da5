// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.ControlFrame.ClientIdent;
import io.msgr2.frame.ControlFrame.ServerIdent;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings of Ceph's C++ messenger with itself, against what is known about them. */
@Tag("vectors")
class MessengerRecordingTest {
  private static final long FEATURES_18 = 0x3F01CFBFFFFDFFFFL;
  private static final long MSG_ADDR2 = 1L << 59;

  /** The recordings of one TCP connection each. */
  enum Case {
    CRC_LOSSY("crc-lossy", ConnectionMode.CRC, true, 4, 100, 1),
    SECURE_LOSSY("secure-lossy", ConnectionMode.SECURE, true, 4, 100, 1),
    SECURE_LOSSLESS("secure-lossless", ConnectionMode.SECURE, false, 6, 5000, 2);

    private final String file;
    private final ConnectionMode mode;
    private final boolean lossy;
    private final int messages;
    private final int bytes;
    private final int depth;

    Case(String file, ConnectionMode mode, boolean lossy, int messages, int bytes, int depth) {
      this.file = file;
      this.mode = mode;
      this.lossy = lossy;
      this.messages = messages;
      this.bytes = bytes;
      this.depth = depth;
    }
  }

  @ParameterizedTest
  @EnumSource
  void is_decoded_to_the_last_byte(Case recorded) {
    ConnectionTranscript transcript = decode(recorded);

    assertThat(transcript.problems()).isEmpty();
    assertThat(transcript.undecodedBytes()).isZero();
    ConnectionTranscript.Summary summary = transcript.summary();
    assertThat(summary.phase()).isEqualTo(Phase.READY);
    assertThat(summary.revision()).contains(Revision.V2_1);
    assertThat(summary.mode()).contains(recorded.mode);
    assertThat(summary.authMethod()).hasValue(AuthMethod.NONE.wire());
    assertThat(summary.connectorType()).hasValue(EntityType.CLIENT.wire());
    assertThat(summary.acceptorType()).hasValue(EntityType.OSD.wire());
    for (Role sender : Role.values()) {
      assertThat(
              transcript
                  .of(Event.Sent.class)
                  .filter(sent -> sent.sender() == sender)
                  .mapToLong(Event.Sent::length)
                  .sum())
          .isEqualTo(Recordings.sent(transcript.connection(), sender).length)
          .isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void goes_through_the_handshake_in_order(Case recorded) {
    ConnectionTranscript transcript = decode(recorded);

    assertThat(tags(transcript, Role.CONNECTOR))
        .startsWith(
            "HELLO", "AUTH_REQUEST", "AUTH_SIGNATURE", "COMPRESSION_REQUEST", "CLIENT_IDENT");
    assertThat(tags(transcript, Role.ACCEPTOR))
        .startsWith("HELLO", "AUTH_DONE", "AUTH_SIGNATURE", "COMPRESSION_DONE", "SERVER_IDENT");
    assertThat(transcript.of(Event.PhaseBegun.class).map(Event.PhaseBegun::phase))
        .containsExactly(
            Phase.HELLO,
            Phase.AUTH,
            Phase.SIGNATURE,
            Phase.COMPRESSION,
            Phase.SESSION,
            Phase.READY);
    assertThat(transcript.of(Event.SignatureVerified.class).map(Event.SignatureVerified::sender))
        .containsExactlyInAnyOrder(Role.CONNECTOR, Role.ACCEPTOR);
  }

  @ParameterizedTest
  @EnumSource
  void agrees_on_a_session_as_the_policies_want(Case recorded) {
    ConnectionTranscript transcript = decode(recorded);
    ClientIdent client = control(transcript, ClientIdent.class);
    ServerIdent server = control(transcript, ServerIdent.class);

    EntityAddress osd = EntityAddress.parse("v2:127.0.0.1:7110/0");
    assertThat(client.targetAddress()).isEqualTo(osd);
    assertThat(server.addresses().addresses()).containsExactly(osd);
    assertThat(client.gid()).isEqualTo(4000);
    assertThat(server.gid()).isZero();
    assertThat(List.of(client.globalSeq(), server.globalSeq())).containsOnly(1L);
    assertThat(List.of(client.supportedFeatures(), server.supportedFeatures()))
        .containsOnly(FEATURES_18);
    assertThat(List.of(client.requiredFeatures(), server.requiredFeatures()))
        .containsOnly(MSG_ADDR2);
    assertThat(client.flags()).isEqualTo(recorded.lossy ? ControlFrame.LOSSY : 0);
    assertThat(server.flags()).isEqualTo(recorded.lossy ? ControlFrame.LOSSY : 0);
    // Who may lose a session has no need to name it.
    assertThat(client.cookie() == 0).isEqualTo(recorded.lossy);
    assertThat(server.cookie() == 0).isEqualTo(recorded.lossy);
  }

  @ParameterizedTest
  @EnumSource
  void carries_every_message_with_its_pattern_and_the_echo(Case recorded) {
    ConnectionTranscript transcript = decode(recorded);
    List<Event.MessageSent> requests = transcript.messages(Role.CONNECTOR);
    List<Event.MessageSent> answers = transcript.messages(Role.ACCEPTOR);

    assertThat(requests).hasSize(recorded.messages);
    assertThat(answers).hasSize(recorded.messages);
    for (int i = 0; i < recorded.messages; i++) {
      // So many requests are sent at once, and answered at once.
      int batch = i - i % recorded.depth;
      assertThat(requests.get(i).header())
          .isEqualTo(new MessageHeader(i + 1, i + 1, 2, 127, 1, 1, 0, batch, 3));
      assertThat(answers.get(i).header())
          .isEqualTo(new MessageHeader(i + 1, i + 1, 2, 127, 1, 1, 0, batch + recorded.depth, 3));
      for (Event.MessageSent message : List.of(requests.get(i), answers.get(i))) {
        assertThat(message.front()).isEmpty();
        assertThat(message.middle()).isEmpty();
        assertThat(message.data()).isEqualTo(pattern(recorded.bytes));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void acknowledges_only_where_something_could_be_sent_again(Case recorded) {
    Stream<Long> acks =
        decode(recorded)
            .of(Event.ControlSent.class)
            .filter(sent -> sent.frame() instanceof ControlFrame.Ack)
            .map(sent -> ((ControlFrame.Ack) sent.frame()).seq());

    if (recorded.lossy) {
      assertThat(acks).isEmpty();
    } else {
      // Every request was acknowledged by its answer, so one frame for the last answer is enough.
      assertThat(acks).containsExactly((long) recorded.messages);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"snappy", "zlib", "zstd"})
  void compressed_frames_are_decoded_to_the_last_byte(String method) {
    ConnectionTranscript transcript = Recordings.ofMessenger("crc-compress-" + method).get(0);

    assertThat(transcript.problems()).isEmpty();
    assertThat(transcript.summary().phase()).isEqualTo(Phase.READY);
    assertThat(transcript.summary().compressionMethod())
        .hasValue(CompressionMethod.parse(method).wire());
    for (Role sender : Role.values()) {
      List<Event.MessageSent> messages = transcript.messages(sender);
      assertThat(messages).hasSize(3);
      for (Event.MessageSent message : messages) {
        assertThat(message.data()).isEqualTo(pattern(6000));
        // Far fewer bytes were on the wire.
        assertThat(message.length()).isLessThan(1000);
      }
      assertThat(
              transcript
                  .of(Event.Sent.class)
                  .filter(sent -> sent.sender() == sender)
                  .mapToLong(Event.Sent::length)
                  .sum())
          .isEqualTo(Recordings.sent(transcript.connection(), sender).length);
    }
  }

  static byte[] pattern(int length) {
    String text = "msgr2 frame payload, ";
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (text.charAt(i % text.length()) + i / 4096 % 7);
    }
    return bytes;
  }

  private static ConnectionTranscript decode(Case recorded) {
    List<ConnectionTranscript> transcripts = Recordings.ofMessenger(recorded.file);
    assertThat(transcripts).hasSize(1);
    return transcripts.get(0);
  }

  private static List<String> tags(ConnectionTranscript transcript, Role sender) {
    return transcript
        .of(Event.ControlSent.class)
        .filter(sent -> sent.sender() == sender)
        .map(sent -> sent.frame().tag().name())
        .toList();
  }

  private static <T extends ControlFrame> T control(
      ConnectionTranscript transcript, Class<T> kind) {
    return transcript
        .of(Event.ControlSent.class)
        .map(Event.ControlSent::frame)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }
}
