// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.cli.options.FileFailure;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a command takes in, and where its output goes. */
final class CommandFiles implements AutoCloseable {
  private static final String STANDARD_STREAM = "-";
  private static final byte[] NOTHING = {};

  /** Where bytes go to. */
  private interface Sink extends AutoCloseable {
    /**
     * @throws CommandFailure when that is not possible
     */
    void write(byte[] bytes);

    @Override
    void close() throws IOException;
  }

  private final byte[] input;
  private final Sink output;

  private CommandFiles(byte[] input, Sink output) {
    this.input = input;
    this.output = output;
  }

  /**
   * Reads the input, and makes sure that there will be a place for the output: a command that was
   * carried out cannot be asked for it again. An output file keeps what it holds until then.
   *
   * @param in a file, {@code -} for stdin, or null
   * @param out a file, {@code -} for stdout, or null for the same
   * @throws CommandFailure when that is not possible
   */
  static CommandFiles open(Console console, String in, String out) {
    return new CommandFiles(read(console, in), sink(console, out));
  }

  byte[] input() {
    return input;
  }

  /**
   * Writes the output.
   *
   * @throws CommandFailure when that is not possible
   */
  void write(byte[] bytes) {
    output.write(bytes);
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  private static byte[] read(Console console, String in) {
    if (in == null) {
      return NOTHING;
    }
    try {
      return in.equals(STANDARD_STREAM)
          ? console.in().readAllBytes()
          : Files.readAllBytes(Path.of(in));
    } catch (IOException e) {
      throw FileFailure.reading("input file", Path.of(in), e);
    }
  }

  private static Sink sink(Console console, String out) {
    if (out == null || out.equals(STANDARD_STREAM)) {
      return new Stream(console.out());
    }
    Path path = Path.of(out);
    try {
      return new File(
          path, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw File.failure(path, e);
    }
  }

  private record Stream(OutputStream stream) implements Sink {
    @Override
    public void write(byte[] bytes) {
      try {
        stream.write(bytes);
        stream.flush();
      } catch (IOException e) {
        throw new CommandFailure(ExitCode.FAILED, "cannot write the output: " + e.getMessage());
      }
    }

    @Override
    public void close() {}
  }

  private record File(Path path, FileChannel channel) implements Sink {
    @Override
    public void write(byte[] bytes) {
      try {
        channel.truncate(0);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        throw failure(path, e);
      }
    }

    static CommandFailure failure(Path path, IOException e) {
      return FileFailure.writing("output file", path, e);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
