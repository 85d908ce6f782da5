// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.Banner;
import io.msgr2.frame.Revision;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.ConnectionException;
import io.msgr2.messenger.Handler;
import io.msgr2.messenger.Messenger;
import io.msgr2.messenger.MessengerBuilder;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A messenger that dials, and keeps what arrives until the test asks for it. */
final class TestClient implements AutoCloseable {
  private static final int LIMIT_SECONDS = 20;

  private record Arrived(Connection connection, Reply reply) {}

  private final BlockingQueue<Arrived> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<ConnectionException> reset = new CompletableFuture<>();
  private final Messenger messenger;
  private long lastTid;

  private TestClient(MessengerBuilder builder) {
    messenger = builder.handler(new Inbox()).eventLoops(1).build();
  }

  static TestClient open(EntityName name, AuthClient auth, UnaryOperator<MessengerBuilder> more) {
    return new TestClient(more.apply(Messenger.builder(name).auth(auth)));
  }

  static TestClient open(EntityName name, AuthClient auth) {
    return open(name, auth, builder -> builder);
  }

  static TestClient open(EntityName name, AuthClient auth, Revision revision) {
    return open(
        name,
        auth,
        builder -> builder.msgr2Features(revision == Revision.V2_0 ? 0 : Banner.REVISION_1));
  }

  /** Opens a client that has not logged in yet. */
  static TestClient open(Login login) {
    return open(login.name(), login.client());
  }

  /** Returns who this side is. */
  EntityName name() {
    return messenger.name();
  }

  Connection dial(EntityType peer, EntityAddressVector addresses) {
    return messenger.connect(peer, addresses);
  }

  /** Dials, and waits until messages can be exchanged. */
  Connection connect(EntityType peer, EntityAddressVector addresses) {
    Connection connection = dial(peer, addresses);
    ready(connection);
    return connection;
  }

  /** Dials a peer that is expected not to let this side in, and returns why. */
  ConnectionException refusal(EntityType peer, EntityAddressVector addresses) {
    return outcome(peer, addresses).orElseGet(() -> fail("let in by the " + peer));
  }

  /** Dials a peer, and returns why it did not let this side in, if so. */
  Optional<ConnectionException> outcome(EntityType peer, EntityAddressVector addresses) {
    Connection connection = dial(peer, addresses);
    try {
      ready(connection);
      connection.markDown();
      return Optional.empty();
    } catch (CompletionException e) {
      return Optional.of((ConnectionException) e.getCause());
    }
  }

  /** Sends a request and waits for the first message of a type that comes on the connection. */
  Reply ask(Connection connection, MessageBody request, int replyType) {
    send(connection, request);
    return await(connection, replyType);
  }

  /** Sends a request and returns its transaction id. */
  long send(Connection connection, MessageBody request) {
    ByteBuf front = ByteBufAllocator.DEFAULT.buffer();
    request.write(new WireWriter(front));
    boolean sent =
        connection.send(
            Message.builder(request.type())
                .tid(++lastTid)
                .version(request.version(), request.compatVersion())
                .front(front)
                .build());
    assertThat(sent).as("sent").isTrue();
    return lastTid;
  }

  /** Waits for the first message of a type on the connection; others are dropped. */
  Reply await(Connection connection, int type) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    try {
      while (true) {
        Arrived next = inbox.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) {
          return fail("no message of type " + type + " in " + LIMIT_SECONDS + " s");
        }
        if (next.connection() == connection && next.reply().type() == type) {
          return next.reply();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fail("interrupted", e);
    }
  }

  /** Completes when a connection is gone that was ready. */
  CompletableFuture<ConnectionException> reset() {
    return reset.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    messenger.close();
  }

  private static void ready(Connection connection) {
    connection.ready().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  private final class Inbox implements Handler {
    @Override
    public void message(Connection connection, Message message) {
      inbox.add(new Arrived(connection, Reply.copyOf(message)));
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      reset.complete(why);
    }
  }
}
