// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Handler;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Answers each PING with a PING of the same transaction id. */
public final class EchoHandler implements Handler {
  /** Ceph's number of the message PING. */
  public static final int PING = 2;

  private final boolean sameData;

  /**
   * @param sameData whether answers carry the request's data, or none
   */
  public EchoHandler(boolean sameData) {
    this.sameData = sameData;
  }

  @Override
  public void message(Connection connection, Message request) {
    if (request.type() == PING) {
      ByteBuf data = sameData ? request.data().retainedSlice() : Unpooled.EMPTY_BUFFER;
      connection.send(Message.builder(PING).tid(request.tid()).data(data).build());
    }
  }
}
