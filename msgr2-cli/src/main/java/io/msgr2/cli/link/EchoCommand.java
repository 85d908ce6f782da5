// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.Policy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 echo}. */
@Command(
    name = "echo",
    description = {
      "Answers messages of type 2 (PING) with messages of type 2 and the same transaction id.",
      "Prints 'listening ADDRESS' when ready; runs until it is interrupted."
    },
    footer = {"", "Exit codes: 0 interrupted; 1 cannot listen; 2 wrong usage."})
public final class EchoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LinkOptions link;

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
      defaultValue = "0",
      description = "The nonce of the address (default: ${DEFAULT-VALUE}).")
  private long nonce;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "stateless_server",
      converter = Policies.class,
      description = "How to treat sessions (default: ${DEFAULT-VALUE}).")
  private Policy policy;

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

  @Override
  public Integer call() throws InterruptedException {
    try (Messenger messenger =
        Messenger.builder(self)
            .auth(link.server(self.type()))
            .policy(policy)
            .handler(new EchoHandler(reply == ReplyContent.SAME))
            .eventLoops(eventLoops)
            .build()) {
      EntityAddressVector at = listen(messenger);
      spec.commandLine().getOut().println("listening " + at.msgr2());
      spec.commandLine().getOut().flush();
      CountDownLatch interrupted = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(interrupted::countDown));
      interrupted.await();
      return ExitCode.OK;
    }
  }

  private EntityAddressVector listen(Messenger messenger) {
    try {
      return messenger.bind(bind.withNonce(nonce)).join();
    } catch (CompletionException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "cannot listen on " + bind + ": " + e.getCause().getMessage());
    }
  }
}
