// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.ControlFrame.ClientIdent;
import io.msgr2.frame.ControlFrame.ServerIdent;
import io.msgr2.frame.ControlFrame.SessionReconnect;
import io.msgr2.frame.ControlFrame.SessionReconnectOk;
import io.msgr2.frame.ControlFrame.SessionRetry;
import io.msgr2.frame.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One session over 24 TCP connections, cut at random by both ends. */
@Tag("vectors")
class FaultsRecordingTest {
  private static final int MESSAGES = 18;
  private static final int BYTES = 300;

  private final List<ConnectionTranscript> transcripts =
      Recordings.ofMessenger("crc-lossless-peer-faults");

  @Test
  void every_connection_is_decoded_however_far_it_got() {
    assertThat(transcripts).hasSize(24);
    assertThat(transcripts).allSatisfy(t -> assertThat(t.problems()).isEmpty());
    assertThat(transcripts.stream().map(t -> t.summary().phase()))
        .containsOnly(
            Phase.BANNER,
            Phase.HELLO,
            Phase.AUTH,
            Phase.SIGNATURE,
            Phase.COMPRESSION,
            Phase.SESSION,
            Phase.READY);
    assertThat(transcripts.stream().filter(t -> t.summary().phase() == Phase.READY)).hasSize(6);
  }

  @Test
  void a_capture_tells_the_same_story_and_how_each_connection_ended() {
    List<ConnectionTranscript> captured =
        CaptureDecoder.of(Recordings.read("crc-lossless-peer-faults.pcap")).decode();

    assertThat(captured)
        .extracting(t -> sent(t))
        .isEqualTo(transcripts.stream().map(t -> sent(t)).toList());
    assertThat(captured)
        .allSatisfy(
            t ->
                assertThat(t.events())
                    .anyMatch(e -> e instanceof Event.Finished || e instanceof Event.Reset));
  }

  @Test
  void every_reconnect_names_the_cookies_of_the_first_connection() {
    ConnectionTranscript first = transcripts.get(0);
    long clientCookie = only(first, ClientIdent.class).cookie();
    long serverCookie = only(first, ServerIdent.class).cookie();
    List<SessionReconnect> reconnects = all(SessionReconnect.class);

    assertThat(reconnects).isNotEmpty();
    assertThat(clientCookie).isNotZero();
    assertThat(serverCookie).isNotZero();
    assertThat(reconnects)
        .allSatisfy(
            reconnect -> {
              assertThat(reconnect.clientCookie()).isEqualTo(clientCookie);
              assertThat(reconnect.serverCookie()).isEqualTo(serverCookie);
              assertThat(reconnect.addresses())
                  .isEqualTo(only(first, ClientIdent.class).addresses());
            });
    assertThat(reconnects)
        .extracting(SessionReconnect::connectSeq)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(reconnects).extracting(SessionReconnect::globalSeq).isSorted();
  }

  @Test
  void a_retry_is_answered_with_the_next_connect_seq_on_the_same_connection() {
    int retries = 0;
    for (ConnectionTranscript transcript : transcripts) {
      List<ControlFrame> frames =
          transcript.of(Event.ControlSent.class).map(Event.ControlSent::frame).toList();
      for (int i = 0; i + 1 < frames.size(); i++) {
        if (frames.get(i) instanceof SessionRetry retry
            && frames.get(i + 1) instanceof SessionReconnect again) {
          assertThat(again.connectSeq()).isEqualTo(retry.connectSeq() + 1);
          retries++;
        }
      }
    }
    assertThat(retries).isPositive();
  }

  @Test
  void all_connections_together_carry_every_message_once_and_in_order() {
    for (Role sender : Role.values()) {
      List<Event.MessageSent> messages = new ArrayList<>();
      transcripts.forEach(transcript -> messages.addAll(transcript.messages(sender)));

      assertThat(messages.stream().map(m -> m.header().tid()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, MESSAGES).boxed().toList());
      assertThat(messages)
          .allSatisfy(
              message -> {
                assertThat(message.header().type()).isEqualTo(2);
                assertThat(message.header().seq()).isEqualTo(message.header().tid());
                assertThat(message.data()).isEqualTo(MessengerRecordingTest.pattern(BYTES));
              });
    }
  }

  @Test
  void each_side_says_which_message_it_had_before_the_cut_and_the_other_goes_on_after_it() {
    long toServer = 0;
    long toClient = 0;
    for (ConnectionTranscript transcript : transcripts) {
      for (Event event : transcript.events()) {
        if (event instanceof Event.MessageSent message) {
          long seq = message.header().seq();
          if (message.sender() == Role.CONNECTOR) {
            assertThat(seq).isEqualTo(++toServer);
          } else {
            assertThat(seq).isEqualTo(++toClient);
          }
        } else if (event instanceof Event.ControlSent sent) {
          if (sent.frame() instanceof SessionReconnect reconnect) {
            assertThat(reconnect.msgSeq()).isEqualTo(toClient);
          } else if (sent.frame() instanceof SessionReconnectOk ok) {
            assertThat(ok.msgSeq()).isEqualTo(toServer);
          }
        }
      }
    }
  }

  private static List<String> sent(ConnectionTranscript transcript) {
    return transcript
        .of(Event.Sent.class)
        .map(sent -> sent.sender() + " " + sent.offset() + " " + sent.length())
        .toList();
  }

  private <T extends ControlFrame> List<T> all(Class<T> kind) {
    List<T> frames = new ArrayList<>();
    transcripts.forEach(transcript -> frames.addAll(all(transcript, kind)));
    return frames;
  }

  private static <T extends ControlFrame> T only(ConnectionTranscript transcript, Class<T> kind) {
    List<T> frames = all(transcript, kind);
    assertThat(frames).hasSize(1);
    return frames.get(0);
  }

  private static <T extends ControlFrame> List<T> all(
      ConnectionTranscript transcript, Class<T> kind) {
    return transcript
        .of(Event.ControlSent.class)
        .map(Event.ControlSent::frame)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
