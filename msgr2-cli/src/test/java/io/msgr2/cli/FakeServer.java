// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A server on loopback that treats each connection, on a thread of its own, in its own way. */
final class FakeServer implements AutoCloseable {
  /** What to do with a connection; it is closed afterwards, unless it is to be held. */
  @FunctionalInterface
  interface Manner {
    void treat(Socket socket) throws Exception;
  }

  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  FakeServer(Manner manner) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), manner);
  }

  FakeServer(ServerSocket listener, Manner manner) {
    this.listener = listener;
    start("accept", () -> accept(manner));
  }

  /** Returns a server that holds its connections and says nothing. */
  static FakeServer silent() throws IOException {
    return new FakeServer(FakeServer::hold);
  }

  /** Reads until the peer goes. */
  static void hold(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      Thread.onSpinWait();
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  String hostPort() {
    return "127.0.0.1:" + port();
  }

  private void accept(Manner manner) {
    try {
      while (true) {
        Socket socket = listener.accept();
        open.add(socket);
        start("serve", () -> serve(socket, manner));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket, Manner manner) {
    try (socket) {
      manner.treat(socket);
    } catch (Exception e) {
      // The peer went away first.
    }
    open.remove(socket);
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, "fake-server-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
