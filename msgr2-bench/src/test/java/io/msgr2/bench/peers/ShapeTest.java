// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0-d1 | 0 | 1 | 1 | 0 B, depth 1",
        "64-d64 | 64 | 64 | 1 | 64 B, depth 64",
        "4K-d64-c8 | 4096 | 64 | 8 | 4 KiB, depth 64, 8 connections",
        "4M-d16 | 4194304 | 16 | 1 | 4 MiB, depth 16",
      })
  void has_an_id_and_a_title(String id, int bytes, int depth, int connections, String title) {
    Shape shape = new Shape(bytes, depth, connections);
    assertThat(Shape.parse(id)).isEqualTo(shape);
    assertThat(shape.id()).isEqualTo(id);
    assertThat(shape.title()).isEqualTo(title);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "64", "64-d0", "64-d65537", "1G-d1", "129M-d1", "64-d1-c0", "64-d1-c4097"})
  void rejects(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.parse(id))
        .withMessageContaining("'" + id + "'");
  }
}
