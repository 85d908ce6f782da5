// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import io.msgr2.codec.ConfParser;
import io.msgr2.codec.ConfSyntaxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one configuration file, by section. A section that occurs more than once counts
 * as one; of a setting that does, the last one counts.
 */
public final class ConfFile {
  /** The file that says nothing. */
  public static final ConfFile EMPTY = new ConfFile(Map.of());

  private static final long MAX_BYTES = 16 << 20;

  private final Map<String, Map<String, String>> sections;

  private ConfFile(Map<String, Map<String, String>> sections) {
    this.sections = sections;
  }

  /**
   * Reads a file.
   *
   * @throws ConfException when it cannot be read or is no configuration file; the message names
   *     line and column
   */
  public static ConfFile read(Path path) {
    byte[] bytes;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new ConfException(
            ConfException.EINVAL, path + " is longer than " + MAX_BYTES + " bytes");
      }
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new ConfException(ConfException.EIO, "cannot read " + path + ": " + e);
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, path.toString());
    } catch (CharacterCodingException e) {
      throw new ConfException(ConfException.EINVAL, path + " is no UTF-8 text");
    }
  }

  /**
   * Parses the text of a file.
   *
   * @param origin where the text comes from, for the error
   * @throws ConfException when it is no configuration file; the message names line and column
   */
  public static ConfFile parse(String text, String origin) {
    ConfFile file = new ConfFile(new LinkedHashMap<>());
    try {
      ConfParser.parse(text, file::put);
    } catch (ConfSyntaxException e) {
      throw new ConfException(
          ConfException.EINVAL, origin + ":" + e.line() + ":" + e.column() + ": " + e.getMessage());
    }
    return file;
  }

  /** Returns the names of the sections, in the file's order. */
  public Set<String> sections() {
    return sections.keySet();
  }

  /**
   * Returns a setting as it is written, metavariables included.
   *
   * @param option the option's name; blanks and dashes count as underscores
   */
  public Optional<String> get(String section, String option) {
    return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(normalized(option)));
  }

  private void put(String section, String option, String value, int line) {
    sections.computeIfAbsent(section, name -> new LinkedHashMap<>()).put(normalized(option), value);
  }

  /** Returns the one spelling of an option's name: words joined by underscores. */
  static String normalized(String option) {
    return option.strip().replaceAll("\\s+", "_").replace('-', '_');
  }
}
