// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityName;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import java.util.function.Supplier;
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
      message(message);
    } else if (event instanceof SessionEvent.Ready ready) {
      call(() -> ready(ready.info()));
    } else if (event instanceof SessionEvent.Interrupted interrupted) {
      call(() -> interrupted(interrupted.why()));
    } else if (event instanceof SessionEvent.RemoteReset) {
      call(this::remoteReset);
    } else if (event instanceof SessionEvent.Closed closed) {
      call(() -> closed(closed.why()));
    }
  }

  private void message(Message message) {
    // Not with the others: this is done so often that not even a lambda should be allocated.
    try {
      tell(message);
    } catch (Throwable thrown) {
      failed(where() + ": " + message, thrown);
    }
  }

  private void tell(Message message) {
    try {
      if (!connection.isMarkedDown()) {
        handler.message(connection, message);
      }
    } finally {
      message.release();
    }
  }

  private void ready(ConnectionInfo info) {
    connection.ready().complete(info);
    if (connection.isMarkedDown()) {
      return;
    }
    switch (info.role()) {
      case CONNECTOR -> handler.connected(connection);
      case ACCEPTOR -> handler.accepted(connection);
    }
  }

  private void interrupted(SessionFailure why) {
    if (!connection.isMarkedDown()) {
      handler.interrupted(connection, connection.exception(self, why));
    }
  }

  private void remoteReset() {
    if (!connection.isMarkedDown()) {
      handler.remoteReset(connection);
    }
  }

  private void closed(SessionFailure why) {
    ConnectionException exception = connection.exception(self, why);
    connection.ready().completeExceptionally(exception);
    boolean known = !connection.isAccepted() || connection.info().isPresent();
    if (!known || !connection.isLost()) {
      return;
    }
    if (why.kind() == SessionFailure.Kind.UNREACHABLE) {
      handler.refused(connection, exception);
    } else {
      handler.reset(connection, exception);
    }
  }

  private void call(Runnable user) {
    call(this::where, user);
  }

  private String where() {
    return self + ": " + connection;
  }

  /**
   * Calls the user, who changes nothing by what is thrown.
   *
   * @param where what to log it under, from the name of this side on; asked for when it is needed
   */
  static void call(Supplier<String> where, Runnable user) {
    try {
      user.run();
    } catch (Throwable thrown) {
      failed(where.get(), thrown);
    }
  }

  private static void failed(String where, Throwable thrown) {
    LOG.error("{}: the handler failed", where, thrown);
  }
}
