// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.msgr2.bench.turn.LoadOptions;
import io.msgr2.bench.turn.LoadTurn;
import io.msgr2.bench.turn.Requests;
import io.msgr2.bench.turn.Turns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Loads {@code grpc-echo}; a part of {@code bench}. */
@Command(name = "grpc-load", hidden = true, description = "gRPC-Java's side of bench, asking.")
public final class GrpcLoadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private LoadOptions options;

  @Option(names = "--tls", description = "Encrypt.")
  private boolean tls;

  @Option(names = "--stream", description = "Send all requests in one call for each connection.")
  private boolean stream;

  @Override
  public Integer call() throws Exception {
    var loops = GrpcTransport.loops(options.eventLoops());
    List<ManagedChannel> channels = new ArrayList<>();
    try {
      List<Requests> requests = new ArrayList<>();
      List<GrpcLoad> loads = new ArrayList<>();
      for (int i = 0; i < options.connections(); i++) {
        Requests ofConnection = new Requests(options.depth());
        ManagedChannel channel = channel(loops);
        channels.add(channel);
        requests.add(ofConnection);
        loads.add(
            stream
                ? GrpcLoadStream.open(channel, ofConnection, options.dataBytes())
                : new GrpcLoadCalls(channel, ofConnection, options.dataBytes()));
      }
      LoadTurn turn =
          new LoadTurn(requests, () -> loads.forEach(GrpcLoad::start), options.dataBytes());
      Turns.take(System.in, spec.commandLine().getOut(), turn);
      return 0;
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private ManagedChannel channel(EventLoopGroup loops) throws IOException {
    NettyChannelBuilder builder =
        NettyChannelBuilder.forAddress(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()))
            .eventLoopGroup(loops)
            .channelType(GrpcTransport.clientChannel())
            .directExecutor()
            .flowControlWindow(GrpcTransport.WINDOW_BYTES)
            .maxInboundMessageSize(GrpcTransport.MAX_MESSAGE_BYTES);
    return tls
        ? builder.sslContext(GrpcTls.client()).overrideAuthority("localhost").build()
        : builder.usePlaintext().build();
  }
}
