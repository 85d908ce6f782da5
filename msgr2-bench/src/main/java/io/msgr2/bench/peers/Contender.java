// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import java.io.IOException;

/** Somebody who moves bytes. */
public interface Contender {
  /** Returns a short name, as in options and JSON. */
  String id();

  /** Returns a name for people. */
  String title();

  /** Starts both ends. */
  Peers start(Shape shape, Jdk jdk) throws IOException;

  /** Returns how long a turn takes beyond what was asked for. */
  default double extraSeconds() {
    return 0.1;
  }

  /** Returns whether a first turn makes the others faster. */
  default boolean warmsUp() {
    return true;
  }
}
