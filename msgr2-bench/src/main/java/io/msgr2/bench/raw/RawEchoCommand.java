// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  @Option(names = "--size", required = true, description = "Bytes of data in each request.")
  private int dataBytes;

  @Override
  public Integer call() throws Exception {
    RawExchange exchange = new RawExchange(dataBytes);
    var loop = RawTransport.oneLoop();
    try {
      Channel listener =
          new ServerBootstrap()
              .group(loop)
              .channel(RawTransport.serverChannel())
              .childOption(ChannelOption.TCP_NODELAY, true)
              .childHandler(
                  new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      channel.pipeline().addLast(new RawEchoHandler(exchange));
                    }
                  })
              .bind(InetAddress.getLoopbackAddress(), 0)
              .sync()
              .channel();
      int port = ((InetSocketAddress) listener.localAddress()).getPort();
      spec.commandLine().getOut().println("listening 127.0.0.1:" + port);
      // Whoever started this holds the other end of stdin; it must not outlive them.
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
      return 0;
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
