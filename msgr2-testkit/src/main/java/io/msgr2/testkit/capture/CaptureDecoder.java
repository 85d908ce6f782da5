// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.frame.FrameKeys;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decodes a recording of one or many connections:
 *
 * <pre>{@code
 * for (var transcript : CaptureDecoder.of(Recording.read(file)).keyring(keyring).decode()) {
 *   transcript.print(System.out);
 * }
 * }</pre>
 *
 * <p>Without keys, everything that is not encrypted is decoded. With the key of an entity, its
 * logins are followed: they yield the secrets of its connections with monitors and its tickets,
 * which yield those of its connections with other daemons. What cannot be decoded is a named
 * problem in the transcript; nothing in a recording makes decoding fail as a whole.
 *
 * <p>Not safe for use by several threads.
 */
public final class CaptureDecoder {
  private final Recording recording;
  private final List<Keyring> keyrings = new ArrayList<>();
  private Optional<FrameKeys> frameKeys = Optional.empty();

  private CaptureDecoder(Recording recording) {
    this.recording = recording;
  }

  /** Returns a decoder of the given recording, without any keys. */
  public static CaptureDecoder of(Recording recording) {
    return new CaptureDecoder(recording);
  }

  /**
   * Sets the connection secret of all connections whose authentication does not yield one.
   *
   * @throws IllegalArgumentException when it is shorter than {@link FrameKeys#MIN_SECRET_BYTES}
   */
  public CaptureDecoder connectionSecret(Secret secret) {
    frameKeys = Optional.of(new FrameKeys(secret.reveal()));
    return this;
  }

  /** Adds the keys of a keyring to those that are known. */
  public CaptureDecoder keyring(Keyring keyring) {
    keyrings.add(keyring);
    return this;
  }

  /** Decodes all connections, and returns their transcripts in the order of the recording. */
  public List<ConnectionTranscript> decode() {
    Keychain keychain = new Keychain(keyrings);
    List<ConnectionTranscript> transcripts = new ArrayList<>();
    for (RecordedConnection connection : recording.connections()) {
      transcripts.add(decode(transcripts.size() + 1, connection, keychain));
    }
    // A ticket may be used on a connection that began before the one it was granted on ended.
    int known;
    do {
      known = keychain.tickets();
      transcripts.replaceAll(
          transcript ->
              lacksTicket(transcript)
                  ? decode(transcript.number(), transcript.connection(), keychain)
                  : transcript);
    } while (keychain.tickets() > known);
    return List.copyOf(transcripts);
  }

  private ConnectionTranscript decode(
      int number, RecordedConnection connection, Keychain keychain) {
    return new ConnectionDecoder(number, connection, keychain, frameKeys).decode();
  }

  private static boolean lacksTicket(ConnectionTranscript transcript) {
    return transcript.problems().stream()
        .anyMatch(problem -> problem.kind() == ProblemKind.TICKET_UNKNOWN);
  }
}
