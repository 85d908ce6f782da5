// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes single connections, and checks what must hold of any transcript. */
final class Transcripts {
  private Transcripts() {}

  /** Decodes a connection that uses the fixed connection secret if it goes secure. */
  static ConnectionTranscript decode(RecordedConnection connection) {
    ConnectionTranscript transcript =
        CaptureDecoder.of(new Recording(List.of(connection), List.of()))
            .connectionSecret(Recordings.FIXED_SECRET)
            .decode()
            .get(0);
    assertAllBytesAccountedFor(transcript);
    return transcript;
  }

  /** Every byte that was sent is in a banner or a frame, or a problem says why it is not. */
  static void assertAllBytesAccountedFor(ConnectionTranscript transcript) {
    for (Role sender : Role.values()) {
      long decoded =
          transcript
              .of(Event.Sent.class)
              .filter(sent -> sent.sender() == sender)
              .mapToLong(Event.Sent::length)
              .sum();
      long undecoded =
          transcript.problems().stream()
              .filter(problem -> problem.sender() == sender)
              .mapToLong(Event.Problem::undecodedBytes)
              .sum();
      assertThat(decoded + undecoded)
          .as("%s of %s", sender, transcript)
          .isEqualTo(length(transcript.connection(), sender));
    }
  }

  static long length(RecordedConnection connection, Role sender) {
    return connection.chunks().stream()
        .filter(chunk -> chunk.sender() == sender)
        .mapToLong(Transcripts::length)
        .sum();
  }

  static List<ProblemKind> problems(ConnectionTranscript transcript) {
    return transcript.problems().stream().map(Event.Problem::kind).toList();
  }

  /** Returns the first bytes of a recording, counted over both directions. */
  static List<Chunk> cut(List<Chunk> chunks, int length) {
    List<Chunk> kept = new ArrayList<>();
    int left = length;
    for (Chunk chunk : chunks) {
      byte[] bytes = ((Chunk.Bytes) chunk).bytes();
      int taken = Math.min(left, bytes.length);
      left -= taken;
      if (taken > 0) {
        kept.add(new Chunk.Bytes(chunk.sender(), Arrays.copyOf(bytes, taken)));
      }
    }
    return kept;
  }

  private static long length(Chunk chunk) {
    if (chunk instanceof Chunk.Bytes bytes) {
      return bytes.bytes().length;
    }
    return chunk instanceof Chunk.Gap gap ? gap.length() : 0;
  }
}
