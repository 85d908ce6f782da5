// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import java.util.Locale;
import java.util.Set;
import org.junit.platform.engine.TestTag;

/** The parts of the test suite: a test belongs to the first one whose tag it carries. */
enum Part {
  INTEROP,
  FUZZ,
  VECTORS,
  UNIT;

  static Part of(Set<TestTag> tags) {
    for (Part part : values()) {
      if (tags.contains(TestTag.create(part.label()))) {
        return part;
      }
    }
    return UNIT;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
