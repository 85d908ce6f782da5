// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.session.Policy;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 load}. */
@Command(
    name = "load",
    description = {
      "Sends messages of type 2 (PING) to a peer that answers them, checks every answer, and",
      "reports how fast that went. The other end is 'msgr2 echo', or anything that does the same."
    },
    footer = {
      "",
      "Exit codes: 0 all answers came and were right; 1 some did not; 2 wrong usage;",
      "else the error number of a connection that could not be made: 13 permission denied,",
      "71 protocol error, 104 reset, 110 timed out, 111 refused."
    })
public final class LoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LinkOptions link;

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
          "What the other end is: mon, mds, osd, client or mgr" + " (default: ${DEFAULT-VALUE}).")
  private EntityType peerType;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "lossy_client",
      converter = Policies.class,
      description = "How to treat sessions (default: ${DEFAULT-VALUE}).")
  private Policy policy;

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

  @Option(
      names = "--warmup",
      paramLabel = "S",
      defaultValue = "0",
      description =
          "How long to send requests before the measurement begins (default: ${DEFAULT-VALUE}).")
  private double warmupSeconds;

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
          "What the other end answers: no data, or the request's (default: ${DEFAULT-VALUE}).")
  private ReplyContent reply;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads serve connections (default: ${DEFAULT-VALUE}).")
  private int eventLoops;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description =
          "How long to wait for connections, and for the last answers (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  /** How much to send. */
  private static final class Extent {
    @Option(
        names = "--count",
        paramLabel = "N",
        description = "How many requests, over all connections.")
    private Long count;

    @Option(names = "--seconds", paramLabel = "S", description = "How long to send requests.")
    private Double seconds;
  }

  @Override
  public Integer call() throws InterruptedException {
    LoadRun.Plan plan =
        new LoadRun.Plan(
            self,
            peerType,
            EntityAddressVector.of(address),
            policy,
            link.client(self),
            eventLoops,
            connections,
            depth,
            sizeBytes,
            reply == ReplyContent.SAME,
            extent.count == null ? Long.MAX_VALUE : extent.count,
            warmupSeconds,
            extent.seconds == null ? Double.POSITIVE_INFINITY : extent.seconds,
            timeoutSeconds);
    try (LoadRun run = new LoadRun(plan)) {
      Result result = run.runShowing(spec.commandLine().getErr());
      spec.commandLine().getOut().print(result.print(format));
      spec.commandLine().getOut().flush();
      return run.succeeded() ? ExitCode.OK : ExitCode.FAILED;
    } catch (ConnectionException e) {
      throw new CommandFailure(ExitCode.ofErrno(e.errno()), e.getMessage());
    }
  }
}
