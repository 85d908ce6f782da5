// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real peers wrote, written once more by the production code. */
@Tag("vectors")
class ReencodingTest {
  @ParameterizedTest
  @ValueSource(strings = {"crc-lossy", "crc-lossless-peer-faults"})
  void writes_the_same_bytes_in_mode_crc(String name) {
    for (ConnectionTranscript transcript : Recordings.ofMessenger(name)) {
      Reencoder.assertSameBytes(transcript, Optional.empty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"crc-compress-snappy", "crc-compress-zlib", "crc-compress-zstd"})
  void writes_the_same_bytes_compressed(String name) {
    for (ConnectionTranscript transcript : Recordings.ofMessenger(name)) {
      Reencoder.assertSameBytes(transcript, Optional.empty());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"secure-lossy", "secure-lossless"})
  void writes_the_same_bytes_in_mode_secure(String name) {
    for (ConnectionTranscript transcript : Recordings.ofMessenger(name)) {
      Reencoder.assertSameBytes(transcript, Optional.of(Recordings.FIXED_SECRET));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cephx-secure-16", "cephx-default-20-aes256k"})
  void writes_the_same_bytes_under_the_keys_of_cephx(String name) {
    List<ConnectionTranscript> transcripts =
        Recordings.ofCluster(name).stream()
            .filter(transcript -> !transcript.connection().beginsMidStream())
            .toList();

    assertThat(transcripts).hasSize(12);
    for (ConnectionTranscript transcript : transcripts) {
      Reencoder.assertSameBytes(transcript, Optional.empty());
    }
  }
}
