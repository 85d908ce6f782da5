// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.HdrHistogram.Histogram;

/** Keeps a number of requests in flight and counts the answers, until told to stop. */
final class RawLoadHandler extends ChannelInboundHandlerAdapter {
  private static final VarHandle ANSWERED;

  static {
    try {
      ANSWERED = MethodHandles.lookup().findVarHandle(RawLoadHandler.class, "answered", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final RawExchange exchange;
  private final long[] sentNanos;
  private final Histogram latencies;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private final CRC32C crc = new CRC32C();
  private ByteBuf data;
  private long sent;
  private long answered;
  private int received;
  private volatile boolean stopping;

  RawLoadHandler(RawExchange exchange, int depth, Histogram latencies) {
    this.exchange = exchange;
    this.sentNanos = new long[depth];
    this.latencies = latencies;
  }

  /** Sends no further request; the future completes with the last answer. */
  CompletableFuture<Void> stop() {
    stopping = true;
    return stopped;
  }

  /** Returns how many requests were answered. */
  long answered() {
    return (long) ANSWERED.getOpaque(this);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    data = context.alloc().directBuffer(Math.max(1, exchange.dataBytes()));
    data.writeZero(exchange.dataBytes());
    for (int i = 0; i < sentNanos.length; i++) {
      send(context);
    }
    context.flush();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    received += bytes.readableBytes();
    bytes.release();
    for (; received >= RawExchange.ANSWER_BYTES; received -= RawExchange.ANSWER_BYTES) {
      long now = System.nanoTime();
      latencies.recordValue((now - sentNanos[(int) (answered % sentNanos.length)]) / 1000);
      ANSWERED.setOpaque(this, answered + 1);
      if (!stopping) {
        send(context);
      } else if (answered == sent) {
        stopped.complete(null);
      }
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    data.release();
    stopped.completeExceptionally(new IllegalStateException("the peer closed the connection"));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    stopped.completeExceptionally(cause);
    context.close();
  }

  private void send(ChannelHandlerContext context) {
    sentNanos[(int) (sent++ % sentNanos.length)] = System.nanoTime();
    ByteBuf header = context.alloc().directBuffer(RawExchange.HEADER_BYTES);
    context.write(header.writeZero(RawExchange.HEADER_BYTES), context.voidPromise());
    if (exchange.dataBytes() > 0) {
      crc.reset();
      crc.update(data.internalNioBuffer(0, exchange.dataBytes()));
      context.write(data.retainedSlice(), context.voidPromise());
      ByteBuf epilogue = context.alloc().directBuffer(RawExchange.EPILOGUE_BYTES);
      epilogue.writeZero(RawExchange.EPILOGUE_BYTES - Long.BYTES).writeLong(crc.getValue());
      context.write(epilogue, context.voidPromise());
    }
  }
}
