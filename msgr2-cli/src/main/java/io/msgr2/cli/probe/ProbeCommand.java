// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 probe}. */
@Command(
    name = "probe",
    sortOptions = false,
    description = {
      "Says what speaks at an address, without credentials.",
      "Of a Ceph daemon: its banner and features, the revision of frames that would be used, its"
          + " entity type, how it sees this client, and which authentication methods and connection"
          + " modes it allows. Says so when it is msgr1, TLS, HTTP or silence."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the peer speaks msgr2",
      "1:it speaks something else, or msgr2 with faults; or the host is not known",
      "2:wrong usage",
      "101:network unreachable",
      "110:no TCP connection in time",
      "111:connection refused",
      "113:host unreachable"
    })
public final class ProbeCommand implements Callable<Integer> {
  private static final int ENETUNREACH = 101;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTUNREACH = 113;
  private static final double MIN_SECONDS = 0.001;
  private static final int MAX_SECONDS = 3600;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      description = "Where to look: 192.0.2.1:3300, [2001:db8::1]:3300 or v2:192.0.2.1:3300/0.")
  private HostPort target;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "How many seconds each attempt may take (default: ${DEFAULT-VALUE}). There are up to"
              + " three: as a client of msgr2, then of TLS, then of HTTP.")
  private double timeoutSeconds;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() {
    Range.of(spec).check("--timeout", timeoutSeconds, MIN_SECONDS, MAX_SECONDS);
    int timeoutMs = (int) (timeoutSeconds * 1000);
    InetSocketAddress peer = target.resolve(timeoutMs);
    try {
      Finding finding = find(peer, timeoutMs);
      Result result =
          new Result()
              .put("address", target.toString())
              .put("speaks", finding.speaker.toString())
              .put("meaning", finding.speaker.meaning());
      finding.details.accept(result);
      spec.commandLine().getOut().print(result.print(format));
      return finding.isGood ? ExitCode.OK : ExitCode.FAILED;
    } catch (IOException e) {
      throw new CommandFailure(
          errno(e), target + ": expected a TCP connection, got '" + e.getMessage() + "'");
    }
  }

  /**
   * What was found.
   *
   * @param isGood whether it is msgr2 as it should be
   * @param details adds what there is to say about it
   */
  private record Finding(Speaker speaker, boolean isGood, Consumer<Result> details) {
    static Finding faulty(Speaker speaker, String name, String value) {
      return new Finding(speaker, false, result -> result.put(name, value));
    }
  }

  private static Finding find(InetSocketAddress peer, int timeoutMs) throws IOException {
    Speaker unanswered;
    try (PeerStream stream = new PeerStream(peer, timeoutMs);
        Msgr2Probe probe = new Msgr2Probe(stream)) {
      try {
        Msgr2Probe.Answer answer = probe.ask(EntityAddress.msgr2(peer, 0));
        return new Finding(Speaker.MSGR2, true, result -> describe(answer, result));
      } catch (ProtocolException e) {
        stream.hearOut();
        return misbehaved(stream.firstBytes(), e.getMessage());
      } catch (IOException e) {
        if (stream.firstBytes().length > 0) {
          return misbehaved(
              stream.firstBytes(), "expected " + probe.awaited() + ", got: " + e.getMessage());
        }
        unanswered = e instanceof SocketTimeoutException ? Speaker.SILENCE : Speaker.CLOSED;
      }
    } catch (SocketException e) {
      if (!String.valueOf(e.getMessage()).startsWith("Connection reset")) {
        throw e;
      }
      // The peer accepted the connection and threw it away before this side had looked at it.
      unanswered = Speaker.CLOSED;
    }
    // Only now: the peer may serve one connection at a time.
    Speaker speaker = ForeignProbe.recognise(peer, timeoutMs, unanswered);
    return new Finding(speaker, false, result -> {});
  }

  private static Finding misbehaved(byte[] firstBytes, String problem) {
    Speaker speaker = Speaker.ofFirstBytes(firstBytes);
    return speaker == Speaker.MSGR2
        ? Finding.faulty(speaker, "problem", problem)
        : Finding.faulty(speaker, "firstBytes", printable(firstBytes));
  }

  private static String printable(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", ".");
  }

  /** Returns the error number; the JDK passes on the operating system's words, and not that. */
  private static int errno(IOException e) {
    String words = String.valueOf(e.getMessage());
    if (e instanceof SocketTimeoutException) {
      return ETIMEDOUT;
    }
    if (e instanceof NoRouteToHostException) {
      return EHOSTUNREACH;
    }
    if (words.contains("Network is unreachable")) {
      return ENETUNREACH;
    }
    return words.contains("Connection refused") ? ECONNREFUSED : ExitCode.FAILED;
  }

  private static void describe(Msgr2Probe.Answer answer, Result result) {
    Result modes = new Result();
    answer
        .modesByMethod()
        .forEach((method, list) -> modes.put(AuthMethod.nameOf(method), modeNames(list)));
    result
        .put("entityType", EntityType.ofWire(answer.entityType()).toString())
        .put("seesUsAs", answer.seenAs().toString())
        .put("revision", answer.revision().toString())
        .put("featuresSupported", featureNames(answer.banner().supported()))
        .put("featuresRequired", featureNames(answer.banner().required()))
        .put("authMethods", answer.methods().stream().map(AuthMethod::nameOf).toList())
        .put("connectionModes", modes);
  }

  private static List<String> modeNames(List<Integer> modes) {
    return modes.stream().map(ConnectionMode::nameOf).toList();
  }

  private static List<String> featureNames(long bits) {
    List<String> names = new ArrayList<>();
    for (long left = bits; left != 0; left &= left - 1) {
      long bit = Long.lowestOneBit(left);
      names.add(
          bit == Banner.REVISION_1
              ? "REVISION_1"
              : bit == Banner.COMPRESSION
                  ? "COMPRESSION"
                  : "bit " + Long.numberOfTrailingZeros(bit));
    }
    return names;
  }
}
