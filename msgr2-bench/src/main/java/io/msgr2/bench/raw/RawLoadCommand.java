// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.msgr2.bench.turn.LoadOptions;
import io.msgr2.bench.turn.LoadTurn;
import io.msgr2.bench.turn.Requests;
import io.msgr2.bench.turn.Turns;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads {@code raw-echo} over bare Netty; a part of {@code bench}. */
@Command(name = "raw-load", hidden = true, description = "Bare Netty's side of bench, asking.")
public final class RawLoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LoadOptions options;

  @Option(names = "--plain", description = "A buffer for each frame.")
  private boolean plain;

  @Override
  public Integer call() throws Exception {
    var loops = RawTransport.loops(options.eventLoops());
    try {
      List<Requests> requests = new ArrayList<>();
      List<Runnable> starts = new ArrayList<>();
      for (int i = 0; i < options.connections(); i++) {
        Requests ofConnection = new Requests(options.depth());
        RawLoadHandler handler = new RawLoadHandler(ofConnection, options.dataBytes(), plain);
        Channel channel = RawTransport.connect(loops, options.port(), handler);
        requests.add(ofConnection);
        starts.add(() -> channel.eventLoop().execute(handler::start));
      }
      LoadTurn turn =
          new LoadTurn(requests, () -> starts.forEach(Runnable::run), options.dataBytes());
      Turns.take(System.in, spec.commandLine().getOut(), turn);
      return 0;
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
