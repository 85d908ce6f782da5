// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads {@code raw-echo} over bare Netty; a part of {@code bench}. */
@Command(name = "raw-load", hidden = true, description = "Bare Netty's side of bench, asking.")
public final class RawLoadCommand implements Callable<Integer> {
  private static final long LAST_ANSWER_SECONDS = 30;
  private static final long MAX_LATENCY_MICROS = TimeUnit.MINUTES.toMicros(10);

  @Spec private CommandSpec spec;

  @Option(names = "--port", required = true, description = "Where raw-echo listens.")
  private int port;

  @Option(names = "--size", required = true, description = "Bytes of data in each request.")
  private int dataBytes;

  @Option(names = "--depth", required = true, description = "Requests in flight per connection.")
  private int depth;

  @Option(names = "--connections", required = true, description = "How many connections.")
  private int connections;

  @Option(names = "--warmup", required = true, description = "Seconds before the measurement.")
  private double warmupSeconds;

  @Option(names = "--seconds", required = true, description = "How long.")
  private double seconds;

  @Override
  public Integer call() throws Exception {
    RawExchange exchange = new RawExchange(dataBytes);
    Histogram latencies = new Histogram(MAX_LATENCY_MICROS, 3);
    List<RawLoadHandler> handlers = new ArrayList<>();
    var loop = RawTransport.oneLoop();
    try {
      for (int i = 0; i < connections; i++) {
        RawLoadHandler handler = new RawLoadHandler(exchange, depth, latencies);
        handlers.add(handler);
        new Bootstrap()
            .group(loop)
            .channel(RawTransport.clientChannel())
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(handler);
                  }
                })
            .connect(InetAddress.getLoopbackAddress(), port)
            .sync();
      }
      sleep(warmupSeconds);
      // On the event loop, where the histogram is written.
      loop.submit(latencies::reset).sync();
      long start = System.nanoTime();
      long answered = -answered(handlers);
      sleep(seconds);
      for (RawLoadHandler handler : handlers) {
        handler.stop().get(LAST_ANSWER_SECONDS, TimeUnit.SECONDS);
      }
      answered += answered(handlers);
      double ran = (System.nanoTime() - start) / 1e9;
      report(answered, ran, latencies);
      return 0;
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static long answered(List<RawLoadHandler> handlers) {
    return handlers.stream().mapToLong(RawLoadHandler::answered).sum();
  }

  private static void sleep(double seconds) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
  }

  private void report(long answered, double ran, Histogram latencies) {
    ObjectNode result = new ObjectMapper().createObjectNode();
    result.put("runSeconds", ran).put("requests", answered);
    result.put("requestsPerSecond", answered / ran);
    result.put("megabytesPerSecond", answered * (double) dataBytes / ran / 1e6);
    result
        .putObject("latencyMicros")
        .put("p50", latencies.getValueAtPercentile(50))
        .put("p99", latencies.getValueAtPercentile(99))
        .put("p999", latencies.getValueAtPercentile(99.9))
        .put("max", latencies.getMaxValue());
    spec.commandLine().getOut().println(result);
  }
}
