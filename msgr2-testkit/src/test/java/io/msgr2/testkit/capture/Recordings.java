// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The recordings among the test resources, and what goes with them. */
final class Recordings {
  /** What both ends of the recordings in mode secure and without cephx use. */
  static final Secret FIXED_SECRET = fixedSecret();

  private Recordings() {}

  static Recording read(String file) {
    try {
      return Recording.read(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Keyring keyring(String name) {
    try {
      return Keyring.parse(Files.readString(path(name + ".keyring")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Decodes a recording of Ceph's messenger with itself. */
  static List<ConnectionTranscript> ofMessenger(String name) {
    return CaptureDecoder.of(read(name + ".json")).connectionSecret(FIXED_SECRET).decode();
  }

  /** Decodes a recording of clients with a cluster. */
  static List<ConnectionTranscript> ofCluster(String name) {
    return CaptureDecoder.of(read(name + ".pcap")).keyring(keyring(name)).decode();
  }

  /** Returns all that one end of a connection sent. */
  static byte[] sent(RecordedConnection connection, Role sender) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Chunk chunk : connection.chunks()) {
      if (chunk.sender() == sender && chunk instanceof Chunk.Bytes bytes) {
        out.writeBytes(bytes.bytes());
      }
    }
    return out.toByteArray();
  }

  private static Path path(String file) {
    try {
      return Path.of(Recordings.class.getResource("/recordings/" + file).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Secret fixedSecret() {
    byte[] bytes = new byte[64];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    return Secret.copyOf(bytes);
  }
}
