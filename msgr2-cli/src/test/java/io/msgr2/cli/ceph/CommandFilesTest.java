// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFilesTest {
  @TempDir private Path directory;

  @Test
  void an_output_file_is_emptied_only_when_there_is_output() throws Exception {
    Path file = Files.writeString(directory.resolve("out"), "what was there before");
    try (CommandFiles files = open(null, file)) {
      assertThat(file).hasContent("what was there before");
      files.write(new byte[] {'n', 'e', 'w'});
    }
    assertThat(file).hasContent("new");
  }

  @Test
  void a_file_that_is_missing_is_named_for_what_it_is() {
    Path missing = directory.resolve("missing");
    refused(() -> open(missing, null), "there is no input file " + missing);
    Path inMissing = missing.resolve("out");
    refused(() -> open(null, inMissing), "there is no directory for output file " + inMissing);
  }

  @Test
  void a_directory_is_no_file() {
    refused(
        () -> open(directory, null), "cannot read input file " + directory + ": Is a directory");
    refused(
        () -> open(null, directory), "cannot write output file " + directory + ": Is a directory");
  }

  @Test
  void a_full_disk_is_no_internal_error() throws Exception {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    try (CommandFiles files = open(null, full)) {
      refused(
          () -> files.write(new byte[1]),
          "cannot write output file /dev/full: No space left on device");
    }
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(CommandFailure.class).hasMessage(message);
  }

  private static CommandFiles open(Path in, Path out) {
    InputStream stdin = new ByteArrayInputStream(new byte[0]);
    OutputStream unused = new ByteArrayOutputStream();
    return CommandFiles.open(
        new Console(stdin, unused, unused, Map.of()),
        in == null ? null : in.toString(),
        out == null ? null : out.toString());
  }
}
