// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that a test makes and people review: a change of behaviour shows as a difference. */
final class ReviewedText {
  /** The property with which tests write their texts instead of comparing them. */
  static final String UPDATE = "msgr2.updateTables";

  private ReviewedText() {}

  /** Expects the text to be the one that was reviewed, or writes it to be reviewed. */
  static void check(String file, String text) {
    if (System.getProperty(UPDATE) != null) {
      write(file, text);
      return;
    }
    assertThat(text)
        .as(
            "If this is meant to change, write %s again by running this test with -D%s, and review"
                + " the difference.",
            file, UPDATE)
        .isEqualTo(read(file));
  }

  private static String read(String file) {
    try (InputStream in = ReviewedText.class.getResourceAsStream(file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(String file, String text) {
    Path path =
        Path.of(
            System.getProperty("msgr2.root", ".."),
            "msgr2-protocol/src/test/resources/io/msgr2/session",
            file);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
