// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The four ways to lay out frames, as arguments of tests. */
final class Layouts {
  private Layouts() {}

  static Stream<Arguments> all() {
    return Arrays.stream(Revision.values())
        .flatMap(
            revision ->
                Arrays.stream(ConnectionMode.values()).map(mode -> Arguments.of(revision, mode)));
  }
}
