// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.msgr2.bench.turn.Requests;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;

/**
 * Sends a request whenever there may be one more in flight. All its methods run on its event loop.
 */
final class RawLoadHandler extends RawHandler {
  private final Requests requests;
  private final ByteBuf data;

  RawLoadHandler(Requests requests, int dataBytes, boolean plain) {
    super(plain);
    this.requests = requests;
    this.data = Unpooled.directBuffer(Math.max(1, dataBytes)).writeZero(dataBytes);
  }

  /** Sends the first requests. */
  void start() {
    fill();
    wire().flush();
  }

  @Override
  void received(int frames) {
    for (int i = 0; i < frames; i++) {
      requests.answered();
    }
    fill();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    requests.failed(new IllegalStateException("the peer closed the connection"));
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    super.handlerRemoved(context);
    data.release();
  }

  private void fill() {
    while (requests.mayAsk()) {
      wire().frame(data);
    }
  }
}
