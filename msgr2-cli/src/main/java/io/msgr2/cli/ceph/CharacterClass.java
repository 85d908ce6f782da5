// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import java.util.BitSet;

/** The characters that a text may have, as command descriptions write them: {@code [a-z0-9_.-]}. */
final class CharacterClass {
  /** All characters. */
  static final CharacterClass ANY = new CharacterClass(all());

  private final BitSet characters;

  private CharacterClass(BitSet characters) {
    this.characters = characters;
  }

  /**
   * Parses such a class. A text that is none allows all characters: it restricts nothing that is
   * understood here, and the monitors check the value anyway.
   */
  static CharacterClass parse(String text) {
    if (!text.matches("\\[[^\\[\\]\\\\^]+]")) {
      return ANY;
    }
    BitSet characters = new BitSet();
    int end = text.length() - 1;
    for (int i = 1; i < end; i++) {
      char first = text.charAt(i);
      // A hyphen at the end, or after a range, is one; so is one that begins none.
      if (i + 2 < end && text.charAt(i + 1) == '-' && text.charAt(i + 2) >= first) {
        characters.set(first, text.charAt(i + 2) + 1);
        i += 2;
      } else {
        characters.set(first);
      }
    }
    return new CharacterClass(characters);
  }

  boolean contains(int character) {
    return characters.get(character);
  }

  private static BitSet all() {
    BitSet characters = new BitSet();
    characters.set(0, Character.MAX_VALUE + 1);
    return characters;
  }
}
