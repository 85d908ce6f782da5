// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.frame.Role;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a user of the events of one connection, on whatever thread it is called. */
final class HandlerCalls implements EventDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(Handler.class);

  private final EntityName self;
  private final Handler handler;
  private final SessionConnection connection;

  HandlerCalls(EntityName self, Handler handler, SessionConnection connection) {
    this.self = self;
    this.handler = handler;
    this.connection = connection;
  }

  @Override
  public void deliver(SessionEvent event) {
    if (event instanceof Message message) {
      try {
        call(() -> handler.message(connection, message));
      } finally {
        message.release();
      }
    } else if (event instanceof SessionEvent.Ready ready) {
      ready(ready.info());
    } else if (event instanceof SessionEvent.Closed closed) {
      closed(closed.why());
    }
  }

  private void ready(ConnectionInfo info) {
    connection.ready().complete(info);
    call(
        info.role() == Role.CONNECTOR
            ? () -> handler.connected(connection)
            : () -> handler.accepted(connection));
  }

  private void closed(SessionFailure why) {
    ConnectionException exception = connection.exception(self, why);
    connection.ready().completeExceptionally(exception);
    boolean known = !connection.isAccepted() || connection.info().isPresent();
    if (!known || !connection.isLost()) {
      return;
    }
    call(
        why.kind() == SessionFailure.Kind.UNREACHABLE
            ? () -> handler.refused(connection, exception)
            : () -> handler.reset(connection, exception));
  }

  private void call(Runnable user) {
    if (connection.isMarkedDown()) {
      return;
    }
    try {
      user.run();
    } catch (Throwable thrown) {
      LOG.error("{}: the handler failed", self, thrown);
    }
  }
}
