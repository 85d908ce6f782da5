// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Two messengers on loopback, each with one event loop, and requests from one to the other, many
 * under way at a time. Their users allocate nothing: they send the same message again and again.
 */
final class Exchange {
  /** How long it may take on a machine that has other things to do. */
  static final int DEADLINE_SECONDS = 180;

  private static final int SMALL_DEPTH = 64;
  private static final int SMALL_BYTES = 64;
  private static final int LARGE_DEPTH = 16;
  private static final int LARGE_BYTES = 1 << 20;
  private static final int TYPE = 2;

  /** Who sends what, and where. */
  enum Shape {
    /** Each request has an empty answer. */
    ECHO(1, SMALL_BYTES, SMALL_DEPTH),
    /** Requests have an answer together, so that nearly all messages go one way. */
    ONE_WAY(32, SMALL_BYTES, SMALL_DEPTH),
    /** As the one before, but a thread of the application sends the requests. */
    HANDED_OVER(32, SMALL_BYTES, SMALL_DEPTH),
    /** Requests of 1 MiB, each with an empty answer. */
    LARGE(1, LARGE_BYTES, LARGE_DEPTH);

    final int requestsPerAnswer;
    final int requestBytes;
    final int depth;

    Shape(int requestsPerAnswer, int requestBytes, int depth) {
      this.requestsPerAnswer = requestsPerAnswer;
      this.requestBytes = requestBytes;
      this.depth = depth;
    }
  }

  private final Security security;
  private final Shape shape;
  private final int requests;

  Exchange(Security security, Shape shape, int requests) {
    this.security = security;
    this.shape = shape;
    this.requests = requests;
  }

  /**
   * Exchanges all messages.
   *
   * @param ready told which threads the two event loops are, before the first request
   * @param answered told how many requests have been answered, on the client's event loop
   */
  void run(Ready ready, LongConsumer answered) throws Exception {
    ExecutorService application = Executors.newSingleThreadExecutor();
    Server server = new Server(shape.requestsPerAnswer);
    Client client =
        new Client(shape == Shape.HANDED_OVER ? application : Runnable::run, ready, answered);
    try (Messenger there = Ends.server(security).handler(server).build();
        Messenger here = Ends.client(security).handler(client).build()) {
      server.client = client;
      Ends.dial(here, Ends.listen(there));
      client.done.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } finally {
      application.shutdown();
    }
  }

  /** Hears of the threads of both event loops. */
  interface Ready {
    void threads(long client, long server);
  }

  private static Message sized(int bytes) {
    ByteBuf data =
        bytes == 0 ? Unpooled.EMPTY_BUFFER : Unpooled.directBuffer(bytes).writeZero(bytes);
    return Message.builder(TYPE).data(data).build();
  }

  private static final class Server implements Handler {
    private final Message answer = sized(0);
    private final int requestsPerAnswer;
    private volatile Client client;
    private int requests;

    Server(int requestsPerAnswer) {
      this.requestsPerAnswer = requestsPerAnswer;
    }

    @Override
    public void accepted(Connection connection) {
      client.serverThread.complete(Thread.currentThread().getId());
    }

    @Override
    public void message(Connection connection, Message request) {
      if (++requests % requestsPerAnswer == 0) {
        connection.send(answer.retain());
      }
    }
  }

  private final class Client implements Handler {
    private final CompletableFuture<Long> serverThread = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Message request = sized(shape.requestBytes);
    private final Executor application;
    private final Ready ready;
    private final LongConsumer observer;
    private long answered;

    Client(Executor application, Ready ready, LongConsumer observer) {
      this.application = application;
      this.ready = ready;
      this.observer = observer;
    }

    @Override
    public void connected(Connection connection) {
      ready.threads(Thread.currentThread().getId(), serverThread.join());
      send(connection, shape.depth);
    }

    @Override
    public void message(Connection connection, Message answer) {
      answered += shape.requestsPerAnswer;
      observer.accept(answered);
      if (answered + shape.depth <= requests) {
        application.execute(() -> send(connection, shape.requestsPerAnswer));
      } else if (answered >= requests) {
        done.complete(null);
      }
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      done.completeExceptionally(why);
    }

    private void send(Connection connection, int count) {
      for (int i = 0; i < count; i++) {
        connection.send(request.retain());
      }
    }
  }
}
