// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.CompressionUnavailableException;
import io.msgr2.handshake.CompressionConfig;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which frames an end of a link wants compressed. */
final class CompressionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--compress",
      paramLabel = "ALGO",
      split = ",",
      description =
          "Compress frames if the other end wants it too: snappy, zlib, zstd, lz4 or several of"
              + " them separated by commas, the most wanted first (default: do not compress).")
  private List<CompressionMethod> methods = List.of();

  @Option(
      names = "--compress-min-size",
      paramLabel = "BYTES",
      defaultValue = "" + CompressionConfig.DEFAULT_MINIMUM_BYTES,
      description = "Send shorter frames as they are (default: ${DEFAULT-VALUE}).")
  private int minimumBytes;

  @Option(
      names = "--compress-secure",
      description =
          "Compress in mode secure too. The lengths of frames then tell something about their"
              + " content.")
  private boolean whenSecure;

  /** Returns what was asked for. */
  CompressionConfig config() {
    if (methods.isEmpty()) {
      return CompressionConfig.NONE;
    }
    try {
      return CompressionConfig.force(methods.toArray(CompressionMethod[]::new))
          .withMinimumBytes(minimumBytes)
          .withWhenSecure(whenSecure);
    } catch (IllegalArgumentException | CompressionUnavailableException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
