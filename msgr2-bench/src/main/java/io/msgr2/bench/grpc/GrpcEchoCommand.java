// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.msgr2.bench.turn.Turns;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers {@code grpc-load}; a part of {@code bench}. */
@Command(name = "grpc-echo", hidden = true, description = "gRPC-Java's side of bench, answering.")
public final class GrpcEchoCommand implements Callable<Integer> {
  private static final byte[] EMPTY = {};

  @Spec private CommandSpec spec;

  @Option(names = "--tls", description = "Encrypt.")
  private boolean tls;

  @Option(names = "--event-loops", defaultValue = "1", description = "How many threads.")
  private int eventLoops;

  @Override
  public Integer call() throws Exception {
    var loops = GrpcTransport.loops(eventLoops);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .bossEventLoopGroup(loops)
            .workerEventLoopGroup(loops)
            .channelType(GrpcTransport.serverChannel())
            .directExecutor()
            .flowControlWindow(GrpcTransport.WINDOW_BYTES)
            .maxInboundMessageSize(GrpcTransport.MAX_MESSAGE_BYTES)
            .addService(
                ServerServiceDefinition.builder("msgr2.Bench")
                    .addMethod(RawBytes.EXCHANGE, GrpcEchoCommand::accept)
                    .addMethod(RawBytes.CALL, GrpcEchoCommand::acceptCall)
                    .build());
    if (tls) {
      builder.sslContext(GrpcTls.server());
    }
    Server server = builder.build().start();
    try {
      spec.commandLine().getOut().println("listening 127.0.0.1:" + server.getPort());
      Turns.awaitEnd(System.in);
      return 0;
    } finally {
      server.shutdownNow();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static ServerCall.Listener<byte[]> acceptCall(
      ServerCall<byte[], byte[]> call, Metadata headers) {
    call.request(2);
    return new ServerCall.Listener<>() {
      @Override
      public void onHalfClose() {
        call.sendHeaders(new Metadata());
        call.sendMessage(EMPTY);
        call.close(Status.OK, new Metadata());
      }
    };
  }

  private static ServerCall.Listener<byte[]> accept(
      ServerCall<byte[], byte[]> call, Metadata headers) {
    call.sendHeaders(new Metadata());
    call.request(Integer.MAX_VALUE);
    return new ServerCall.Listener<>() {
      @Override
      public void onMessage(byte[] request) {
        call.sendMessage(EMPTY);
      }
    };
  }
}
