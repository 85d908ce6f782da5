// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.decode;

import io.msgr2.auth.Secret;
import io.msgr2.cli.options.FileFailure;
import io.msgr2.cli.options.KeyringFile;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.frame.FrameKeys;
import io.msgr2.testkit.capture.CaptureDecoder;
import io.msgr2.testkit.capture.ConnectionTranscript;
import io.msgr2.testkit.recording.Recording;
import io.msgr2.testkit.recording.RecordingFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 decode}. */
@Command(
    name = "decode",
    sortOptions = false,
    description = {
      "Shows what was said in a recorded conversation, frame by frame.",
      "The recording is a pcap or pcapng file, or a JSON list of connections with their server and"
          + " [direction, hex] chunks. With a keyring, the logins of its entities are followed, and"
          + " what they said to monitors and other daemons is decrypted; secrets are not printed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was decoded",
      "1:some of it was not, as the output says; or the file cannot be read",
      "2:wrong usage"
    })
public final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The recording.")
  private Path file;

  @Option(
      names = {"-k", "--keyring"},
      paramLabel = "FILE",
      description = "Keys of entities that log in; can be repeated.")
  private List<Path> keyrings = List.of();

  @Option(
      names = "--connection-secret",
      paramLabel = "HEX",
      description = "The connection secret of connections whose login does not yield one.")
  private String connectionSecret;

  @Option(
      names = "--payloads",
      description = "With --format json: the payloads of messages, in hexadecimal digits.")
  private boolean payloads;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws IOException {
    Recording recording = read();
    recording.remarks().forEach(remark -> spec.commandLine().getErr().println("msgr2: " + remark));
    CaptureDecoder decoder = CaptureDecoder.of(recording);
    for (Path path : keyrings) {
      decoder.keyring(KeyringFile.read(path));
    }
    if (connectionSecret != null) {
      decoder.connectionSecret(secret());
    }
    List<ConnectionTranscript> transcripts = decoder.decode();
    var out = spec.commandLine().getOut();
    switch (format) {
      case PLAIN -> {
        for (ConnectionTranscript transcript : transcripts) {
          transcript.print(out);
        }
      }
      case JSON -> out.print(new TranscriptJson(payloads).print(transcripts));
    }
    return transcripts.stream().allMatch(transcript -> transcript.problems().isEmpty())
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private Recording read() {
    try {
      return Recording.read(file);
    } catch (RecordingFormatException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + e.getMessage());
    } catch (IOException e) {
      throw FileFailure.reading("recording", file, e);
    }
  }

  private Secret secret() {
    try {
      byte[] bytes = HexFormat.of().parseHex(connectionSecret);
      if (bytes.length >= FrameKeys.MIN_SECRET_BYTES) {
        return Secret.copyOf(bytes);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ParameterException(
        spec.commandLine(),
        "--connection-secret takes at least "
            + FrameKeys.MIN_SECRET_BYTES
            + " bytes in hexadecimal digits");
  }
}
