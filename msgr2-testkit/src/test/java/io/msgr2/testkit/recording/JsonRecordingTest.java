// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRecordingTest {
  @Test
  void reads_connections_and_ignores_members_it_does_not_know() throws Exception {
    Recording recording =
        parse(
            """
            [ {"server": "h:1", "note": {"a": [1.5e3, true, null]}, "client": "c\\u003a2",
               "chunks": [["toServer", "6162"], ["toServer", "63"], ["toClient", "64"]]},
              {"server": "h:1", "chunks": []} ]
            """);

    assertThat(recording.connections()).hasToString("[c:2 -> h:1, -> h:1]");
    assertThat(Chunks.text(recording.connections().get(0)))
        .containsExactly("connector: abc", "acceptor: d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {};                                                   expected a list of connections
          [1];                                                  expected a connection as an object
          [{"chunks": []}];                                     expected a text, got null
          [{"server": "a", "chunks": [["up", ""]]}];            expected toServer or toClient, got up
          [{"server": "a", "chunks": [["toServer", "0"]]}];     expected bytes in hexadecimal
          [{"server": "a", "chunks": [["toServer"]]}];          expected a chunk as a pair
          [{"server": "a", "chunks": [["toServer", "00"]]}] x;  expected nothing more at character 50
          [{"server": "a";                                      expected more at character 15
          [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[;             expected at most 32 levels
          """)
  void names_what_is_wrong_and_where(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining(message);
  }

  private static Recording parse(String text) throws RecordingFormatException {
    return Recording.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
