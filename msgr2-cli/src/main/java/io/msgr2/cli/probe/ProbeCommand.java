// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.codec.ProtocolException;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
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
    description = {
      "Says what speaks at an address, without credentials.",
      "For a Ceph daemon: its banner and features, the revision of frames that would be used,",
      "its entity type, how it sees this client, and which authentication methods and connection",
      "modes it allows. Says so when it is msgr1, TLS, HTTP, or silence."
    },
    footer = {
      "",
      "Exit codes: 0 the peer speaks msgr2; 1 it speaks something else; 2 wrong usage;",
      "110 no TCP connection or no answer in time; 111 connection refused."
    })
public final class ProbeCommand implements Callable<Integer> {
  private static final int ECONNREFUSED = 111;
  private static final int ETIMEDOUT = 110;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "HOST:PORT", description = "Where to look, e.g. 192.0.2.1:3300.")
  private String address;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long to wait for each answer (default: ${DEFAULT-VALUE}).")
  private double timeoutSeconds;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() {
    InetSocketAddress peer = HostPort.parse(address);
    int timeoutMs = (int) (timeoutSeconds * 1000);
    try {
      Finding finding = find(peer, timeoutMs);
      Result result =
          new Result()
              .put("address", address)
              .put("speaks", finding.speaker.toString())
              .put("meaning", finding.speaker.meaning());
      finding.details.accept(result);
      spec.commandLine().getOut().print(result.print(format));
      spec.commandLine().getOut().flush();
      return finding.speaker == Speaker.MSGR2 ? ExitCode.OK : ExitCode.FAILED;
    } catch (ConnectException e) {
      throw new CommandFailure(ECONNREFUSED, "probe " + address + ": " + e.getMessage());
    } catch (SocketTimeoutException e) {
      throw new CommandFailure(
          ETIMEDOUT, "probe " + address + ": no TCP connection within " + timeoutMs + " ms");
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "probe " + address + ": " + e.getMessage());
    }
  }

  /**
   * What was found.
   *
   * @param details adds what there is to say about it
   */
  private record Finding(Speaker speaker, Consumer<Result> details) {
    static Finding of(Speaker speaker) {
      return new Finding(speaker, result -> {});
    }
  }

  private static Finding find(InetSocketAddress peer, int timeoutMs) throws IOException {
    try (PeerStream stream = new PeerStream(peer, timeoutMs);
        Msgr2Probe probe = new Msgr2Probe(stream)) {
      try {
        Msgr2Probe.Answer answer = probe.ask(EntityAddress.msgr2(peer, 0));
        return new Finding(Speaker.MSGR2, result -> describe(answer, result));
      } catch (ProtocolException e) {
        return misbehaved(probe, e);
      } catch (IOException e) {
        if (probe.firstBytes().length > 0) {
          return new Finding(
              Speaker.MSGR2, result -> result.put("problem", "went silent: " + e.getMessage()));
        }
        Speaker unanswered = e instanceof SocketTimeoutException ? Speaker.SILENCE : Speaker.CLOSED;
        return Finding.of(ForeignProbe.recognise(peer, timeoutMs, unanswered));
      }
    }
  }

  private static Finding misbehaved(Msgr2Probe probe, ProtocolException e) {
    return switch (e.violation()) {
      case BANNER_UNKNOWN, BANNER_MSGR1 ->
          new Finding(
              Speaker.ofFirstBytes(probe.firstBytes()),
              result -> result.put("details", e.getMessage()));
      default -> new Finding(Speaker.MSGR2, result -> result.put("problem", e.getMessage()));
    };
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
