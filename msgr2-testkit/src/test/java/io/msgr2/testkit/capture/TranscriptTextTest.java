// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.ControlFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transcripts as people see them; the expected ones are files to be reviewed. */
class TranscriptTextTest {
  private static final EntityAddress ADDRESS = EntityAddress.parse("v2:[::1]:6800/9");
  private static final EntityAddressVector ADDRESSES = EntityAddressVector.of(ADDRESS);
  private static final byte[] PAYLOAD = new byte[3];

  @Tag("vectors")
  @Test
  void prints_a_connection_of_method_none() throws IOException {
    StringBuilder out = new StringBuilder();
    for (ConnectionTranscript transcript : Recordings.ofMessenger("crc-lossy")) {
      transcript.print(out);
    }

    assertThat(out).hasToString(expected("crc-lossy.txt"));
  }

  @Tag("vectors")
  @Test
  void prints_what_is_not_decoded_a_login_and_the_use_of_its_ticket() {
    List<ConnectionTranscript> all = Recordings.ofCluster("cephx-default-20-aes256k");

    assertThat(
            List.of(all.get(0), all.get(5), all.get(6)).stream()
                .map(transcript -> transcript + "\n")
                .collect(Collectors.joining()))
        .isEqualTo(expected("cephx-default-20-aes256k.txt"));
  }

  @Test
  void prints_every_control_frame() {
    List<ControlFrame> frames =
        List.of(
            new ControlFrame.Hello(32, ADDRESS),
            new ControlFrame.AuthRequest(2, List.of(2, 1), PAYLOAD),
            new ControlFrame.AuthBadMethod(2, -13, List.of(2), List.of(1, 9)),
            new ControlFrame.AuthReplyMore(PAYLOAD),
            new ControlFrame.AuthRequestMore(PAYLOAD),
            new ControlFrame.AuthDone(-1, 2, PAYLOAD),
            new ControlFrame.AuthSignature(new byte[32]),
            new ControlFrame.ClientIdent(ADDRESSES, ADDRESS, -1, 2, 3, 4, 2, 5),
            new ControlFrame.ServerIdent(ADDRESSES, 1, 2, 3, 4, 1, 5),
            new ControlFrame.IdentMissingFeatures(255),
            new ControlFrame.SessionReconnect(ADDRESSES, 10, 11, 12, 13, 14),
            new ControlFrame.SessionReset(true),
            new ControlFrame.SessionRetry(6),
            new ControlFrame.SessionRetryGlobal(7),
            new ControlFrame.SessionReconnectOk(8),
            new ControlFrame.Wait(),
            new ControlFrame.Keepalive2(-1, 5),
            new ControlFrame.Keepalive2Ack(1, 5),
            new ControlFrame.Ack(-1),
            new ControlFrame.CompressionRequest(true, List.of(1, 2, 3, 4, 5, 6)),
            new ControlFrame.CompressionDone(true, 3));
    Set<io.msgr2.frame.Tag> tags =
        frames.stream().map(ControlFrame::tag).collect(Collectors.toSet());
    assertThat(tags).isEqualTo(EnumSet.complementOf(EnumSet.of(io.msgr2.frame.Tag.MESSAGE)));
    assertThat(
            frames.stream()
                .map(frame -> (frame.tag() + " " + ControlText.of(frame)).stripTrailing() + "\n")
                .collect(Collectors.joining()))
        .isEqualTo(expected("control-frames.txt"));
  }

  private static String expected(String file) {
    try (var in = TranscriptTextTest.class.getResourceAsStream("/transcripts/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
