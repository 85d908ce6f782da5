// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.MessageHeader;
import io.msgr2.session.Policy;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 load}. */
@Command(
    name = "load",
    sortOptions = false,
    description = {
      "Sends messages to a peer that answers them, and measures how fast that goes.",
      "They are of type 2 (PING), and every answer is checked. The other end is 'msgr2 echo', or"
          + " anything that does the same.",
      "With a lossless policy the session outlives its TCP connections, which --cut-every puts to"
          + " the test: every request has to be answered once and in order. Both ends have to be"
          + " told so: 'msgr2 echo --policy lossless_peer --reply same' and 'msgr2 load --policy"
          + " lossless_peer --reply same --cut-every 50ms'."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answers came once and were right",
      "1:some were wrong, came twice or did not come, or the keyring cannot be used",
      "2:wrong usage",
      "else:the error number of a connection that could not be made, such as 13 permission denied,"
          + " 71 protocol error, 104 reset, 110 timed out, 111 refused"
    })
public final class LoadCommand implements Callable<Integer> {
  private static final int MAX_CONNECTIONS = 4096;
  private static final int MAX_DEPTH = 65_536;
  private static final int MAX_SIZE_BYTES =
      FrameLimits.DEFAULT.messageBytes() - MessageHeader.BYTES;
  private static final int MAX_SECONDS = 7 * 24 * 60 * 60;
  private static final double MIN_SECONDS = 0.001;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--connect",
      paramLabel = "ADDR",
      required = true,
      description = "Whom to ask, e.g. v2:127.0.0.1:6800/0, as the other end prints it.")
  private EntityAddress address;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "client.4000",
      description = "Which entity to be (default: ${DEFAULT-VALUE}).")
  private EntityName self;

  @Option(
      names = "--peer-type",
      paramLabel = "TYPE",
      defaultValue = "osd",
      description =
          "What the other end is: mon, mds, osd, client or mgr (default: ${DEFAULT-VALUE}).")
  private EntityType peerType;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "lossy_client",
      converter = Policies.class,
      description =
          "How to treat sessions: "
              + Policies.NAMES
              + " (default: ${DEFAULT-VALUE}). With lossless_peer and lossless_peer_reuse, load"
              + " listens as well, on 127.0.0.1 only: a peer on another machine cannot dial back.")
  private Policy policy;

  @Option(
      names = "--cut-every",
      paramLabel = "TIME",
      defaultValue = "0ms",
      converter = Milliseconds.class,
      description =
          "Cut the TCP connection again and again, around this interval, e.g. 50ms; the session has"
              + " to survive that (default: ${DEFAULT-VALUE}, which is never).")
  private int cutEveryMs;

  @Option(
      names = "--half-open",
      description =
          "With --cut-every: let connections also fall silent in one direction without being"
              + " closed, which the load notices after a second.")
  private boolean halfOpen;

  @Mixin private LinkOptions link;

  @Mixin private CompressionOptions compression;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--depth",
      paramLabel = "D",
      defaultValue = "1",
      description = "Requests in flight on each connection (default: ${DEFAULT-VALUE}).")
  private int depth;

  @ArgGroup(multiplicity = "1")
  private Extent extent;

  /** How much to send. */
  private static final class Extent {
    @Option(
        names = "--count",
        paramLabel = "N",
        description = "How many requests, over all connections.")
    private Long count;

    @Option(names = "--seconds", paramLabel = "S", description = "How long to send requests.")
    private Double seconds;

    @Option(
        names = "--turns",
        description =
            "Measure once for each line on stdin, which says for how many seconds; each result is"
                + " printed as JSON.")
    private boolean turns;
  }

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "64",
      description = "Data in each request (default: ${DEFAULT-VALUE}).")
  private int sizeBytes;

  @Option(
      names = "--reply",
      paramLabel = "empty|same",
      defaultValue = "empty",
      description =
          "What the other end answers, as its own --reply says: no data, or the request's (default:"
              + " ${DEFAULT-VALUE}).")
  private ReplyContent reply;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "How long to send requests before the measurement begins; not with --turns (default:"
              + " ${DEFAULT-VALUE}).")
  private double warmupSeconds;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads serve connections (default: ${DEFAULT-VALUE}).")
  private int eventLoops;

  @Option(
      names = "--timeout",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "How many seconds to wait for the connections, and then while no answer comes at all"
              + " (default: ${DEFAULT-VALUE}).")
  private double timeoutSeconds;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  /**
   * @param console whose stdin may say when to measure
   */
  public LoadCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    checkOptions();
    try (LoadRun run = new LoadRun(plan())) {
      if (extent.turns) {
        run.takeTurns(console.in(), spec.commandLine().getOut());
        return ExitCode.OK;
      }
      Result result = run.runShowing(spec.commandLine().getErr());
      spec.commandLine().getOut().print(result.print(format));
      return run.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private void checkOptions() {
    Range.of(spec)
        .check("--connections", connections, 1, MAX_CONNECTIONS)
        .check("--depth", depth, 1, MAX_DEPTH)
        .check("--size", sizeBytes, 0, MAX_SIZE_BYTES)
        .check("--warmup", warmupSeconds, 0, MAX_SECONDS)
        .check("--event-loops", eventLoops, 1, LinkOptions.MAX_EVENT_LOOPS)
        .check("--timeout", timeoutSeconds, MIN_SECONDS, MAX_SECONDS);
    if (extent.count != null) {
      Range.of(spec).check("--count", extent.count, 1, Long.MAX_VALUE);
    } else if (extent.seconds != null) {
      Range.of(spec).check("--seconds", extent.seconds, MIN_SECONDS, MAX_SECONDS);
    }
    if (policy.server()) {
      throw usage("--policy " + policy + " is for a side that never connects; expected a client's");
    }
    if (cutEveryMs > 0 && policy.lossy()) {
      throw usage("--policy " + policy + " does not survive --cut-every; expected a lossless one");
    }
    if (extent.turns && cutEveryMs > 0) {
      throw usage("--turns measures, and --cut-every disturbs; expected one of them");
    }
    if (extent.turns && warmupSeconds > 0) {
      throw usage("--warmup does nothing with --turns; let the first turn be the warm-up");
    }
    if (halfOpen && cutEveryMs == 0) {
      throw usage("--half-open does nothing without --cut-every");
    }
    if (connections > 1 && !policy.lossy()) {
      throw usage("--policy " + policy + " has one session with a peer, so --connections is 1");
    }
    if (address.isBlankHost() || address.port() == 0) {
      throw usage("cannot connect to " + address + "; expected a host and a port");
    }
  }

  private LoadPlan plan() {
    return new LoadPlan(
        self,
        peerType,
        EntityAddressVector.of(address),
        policy,
        link.client(self),
        Policies.isPeer(policy) ? Optional.of(link.server(self.type())) : Optional.empty(),
        new Cutting(cutEveryMs, 0, halfOpen),
        compression.config(),
        link.transport(),
        eventLoops,
        connections,
        depth,
        sizeBytes,
        reply == ReplyContent.SAME,
        extent.count == null ? Long.MAX_VALUE : extent.count,
        warmupSeconds,
        extent.seconds == null ? Double.POSITIVE_INFINITY : extent.seconds,
        timeoutSeconds);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
