// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.uring.IoUring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Messengers of tests, and how long tests wait for them. */
final class Ends {
  static final EntityAddress LOOPBACK = EntityAddress.parse("v2:127.0.0.1:0/7");
  static final EntityName CLIENT = EntityName.client("4000");
  static final EntityName SERVER = EntityName.osd(0);

  static final long DEADLINE_SECONDS = 30;

  private Ends() {}

  static MessengerBuilder client(Security security) {
    return Messenger.builder(CLIENT).auth(security.client(CLIENT)).eventLoops(1);
  }

  static MessengerBuilder server(Security security) {
    return Messenger.builder(SERVER).auth(security.server()).eventLoops(1);
  }

  /** Returns the ways to use sockets that this machine has. */
  static List<Transport> transports() {
    return Epoll.isAvailable() ? List.of(Transport.EPOLL, Transport.NIO) : List.of(Transport.NIO);
  }

  /** Returns them with io_uring, if the kernel allows it, for tests that take no time. */
  static List<Transport> allTransports() {
    List<Transport> all = new ArrayList<>(transports());
    if (IoUring.isAvailable()) {
      all.add(Transport.IO_URING);
    }
    return all;
  }

  /** Returns what the future completes with, and fails the test when it does not. */
  static <T> T await(Future<T> future) throws Exception {
    return future.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns what the future fails with, and fails the test when it does not. */
  static ConnectionException failure(Future<?> future) {
    return (ConnectionException)
        catchThrowableOfType(ExecutionException.class, () -> await(future)).getCause();
  }

  /** Waits until something is so that nobody tells of. */
  static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time over").isNegative();
      Thread.onSpinWait();
    }
  }

  /** Waits until the event loop has done all that it was asked to do before. */
  static void settle(Connection connection) throws Exception {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    ((SessionConnection) connection).onLoop(driver -> settled.complete(null));
    await(settled);
  }

  /** Waits until nothing is left of a connection, without closing it. */
  static void awaitEnd(Connection connection) throws Exception {
    await(((SessionConnection) connection).closed());
  }

  /** Accepts on loopback at any port. */
  static EntityAddressVector listen(Messenger server) throws Exception {
    return await(server.bind(LOOPBACK));
  }

  /** Returns a socket that listens on loopback, for peers that are no messengers. */
  static ServerSocket socket() throws IOException {
    return new ServerSocket(0, 1, LOOPBACK.toSocketAddress().getAddress());
  }

  /** Returns how such a socket is dialled. */
  static EntityAddress addressOf(ServerSocket listening) {
    return EntityAddress.msgr2((InetSocketAddress) listening.getLocalSocketAddress(), 7);
  }

  /** Dials a server of these tests. */
  static Connection dial(Messenger client, EntityAddressVector server) {
    return client.connect(EntityType.OSD, server);
  }

  /** Dials a server that the client may have a connection with. */
  static Connection dialAnother(Messenger client, EntityAddressVector server) {
    return client.connectAnonymous(EntityType.OSD, server);
  }
}
