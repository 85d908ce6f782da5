// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.Policy;
import io.msgr2.session.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 echo}. */
@Command(
    name = "echo",
    sortOptions = false,
    description = {
      "Answers the messages of 'msgr2 load', or of anybody.",
      "Each message of type 2 (PING) is answered with a message of type 2 and the same transaction"
          + " id. Prints 'listening ADDRESS' when it is ready, and runs until SIGINT or SIGTERM."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told to end, and all connections are closed",
      "1:cannot listen there, or the keyring cannot be used",
      "2:wrong usage"
    })
public final class EchoCommand implements Callable<Integer> {
  // To close all connections, and to stop the event loops.
  private static final long END_SECONDS =
      2 * TimeUnit.MILLISECONDS.toSeconds(Timeouts.DEFAULT.closeMs()) + 5;

  private final Console console;

  @Spec private CommandSpec spec;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      required = true,
      description = "Where to listen, e.g. v2:127.0.0.1:6800; port 0 takes any free one.")
  private EntityAddress bind;

  @Option(
      names = "--as",
      paramLabel = "NAME",
      defaultValue = "osd.0",
      description = "Which entity to be (default: ${DEFAULT-VALUE}).")
  private EntityName self;

  @Option(
      names = "--nonce",
      paramLabel = "N",
      description = "The nonce of the address (default: the one in --bind, else 0).")
  private Long nonce;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "stateless_server",
      converter = Policies.class,
      description = "How to treat sessions: " + Policies.NAMES + " (default: ${DEFAULT-VALUE}).")
  private Policy policy;

  @Mixin private LinkOptions link;

  @Mixin private CompressionOptions compression;

  @Option(
      names = "--reply",
      paramLabel = "empty|same",
      defaultValue = "empty",
      description = "Whether answers have no data or the request's (default: ${DEFAULT-VALUE}).")
  private ReplyContent reply;

  @Option(
      names = "--event-loops",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads serve connections (default: ${DEFAULT-VALUE}).")
  private int eventLoops;

  @Option(names = "--stop-with-stdin", description = "End also when stdin does.")
  private boolean stopWithStdin;

  /**
   * @param console whose stdin may tell when to end
   */
  public EchoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    Range.of(spec).check("--event-loops", eventLoops, 1, LinkOptions.MAX_EVENT_LOOPS);
    try (Termination termination = new Termination(END_SECONDS);
        Messenger messenger =
            Messenger.builder(self)
                .auth(link.server(self.type()))
                .auth(link.client(self))
                .compression(compression.config())
                .policy(policy)
                .handler(new EchoHandler(reply == ReplyContent.SAME))
                .transport(link.transport())
                .eventLoops(eventLoops)
                .build()) {
      EntityAddressVector at = listen(messenger);
      spec.commandLine().getOut().println("listening " + at.msgr2());
      if (stopWithStdin) {
        stopWith(console.in(), termination);
      }
      termination.await();
      return ExitCode.OK;
    }
  }

  private EntityAddressVector listen(Messenger messenger) {
    try {
      return messenger.bind(nonce == null ? bind : bind.withNonce(nonce)).join();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (CompletionException e) {
      Throwable failure = e.getCause();
      throw new CommandFailure(
          ExitCode.FAILED, failure.getMessage() + ": " + failure.getCause().getMessage());
    }
  }

  private static void stopWith(InputStream in, Termination termination) {
    Thread reader =
        new Thread(
            () -> {
              try {
                in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // That, too, is an end.
              }
              termination.ask();
            },
            "msgr2-stdin");
    reader.setDaemon(true);
    reader.start();
  }
}
