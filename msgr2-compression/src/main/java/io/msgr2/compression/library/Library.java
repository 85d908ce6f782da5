// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import java.util.Optional;

/**
 * A library that may be missing.
 *
 * @param className one of its classes
 * @param artifact what has that class, as {@code groupId:artifactId}
 */
record Library(String className, String artifact) {
  /** Returns the artifact, if it is missing. */
  Optional<String> missing() {
    try {
      Class.forName(className, false, Library.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException e) {
      return Optional.of(artifact);
    }
  }
}
