// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;

/** Answers each message with one of the same type, transaction id and payloads. */
final class EchoHandler implements Handler {
  @Override
  public void message(Connection connection, Message message) {
    connection.send(
        Message.builder(message.type())
            .tid(message.tid())
            .front(message.front().retain())
            .middle(message.middle().retain())
            .data(message.data().retain())
            .build());
  }
}
