// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.msgr2.bench.turn.Turns;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers {@code raw-load} over bare Netty; a part of {@code bench}. */
@Command(name = "raw-echo", hidden = true, description = "Bare Netty's side of bench, answering.")
public final class RawEchoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--event-loops", defaultValue = "1", description = "How many threads.")
  private int eventLoops;

  @Option(names = "--plain", description = "A buffer for each frame.")
  private boolean plain;

  @Override
  public Integer call() throws Exception {
    var loops = RawTransport.loops(eventLoops);
    try {
      int port = RawTransport.listen(loops, plain);
      spec.commandLine().getOut().println("listening 127.0.0.1:" + port);
      Turns.awaitEnd(System.in);
      return 0;
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
