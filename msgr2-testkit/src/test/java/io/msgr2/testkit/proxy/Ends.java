// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A target with a proxy before it, and the plain sockets of both ends. */
final class Ends implements AutoCloseable {
  private static final int DEADLINE_MS = 20_000;

  // How long nothing has to come until a test believes that nothing comes.
  private static final int SILENCE_MS = 50;

  final FaultProxy proxy;
  private final ServerSocket target;
  private final List<Socket> sockets = new ArrayList<>();

  Ends(Fates fates) throws IOException {
    target = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    target.setSoTimeout(DEADLINE_MS);
    proxy = FaultProxy.start(fates);
    proxy.forwardTo((InetSocketAddress) target.getLocalSocketAddress());
  }

  Socket dial() throws IOException {
    Socket client = new Socket();
    sockets.add(client);
    client.setSoTimeout(DEADLINE_MS);
    client.connect(proxy.address(), DEADLINE_MS);
    return client;
  }

  Socket accept() throws IOException {
    Socket server = target.accept();
    sockets.add(server);
    server.setSoTimeout(DEADLINE_MS);
    return server;
  }

  void closeTarget() throws IOException {
    target.close();
  }

  static void send(Socket from, byte... bytes) throws IOException {
    from.getOutputStream().write(bytes);
  }

  static void expect(Socket at, byte... bytes) throws IOException {
    assertThat(at.getInputStream().readNBytes(bytes.length)).isEqualTo(bytes);
  }

  /** Expects that bytes go both ways. */
  static void expectConversation(Socket one, Socket other) throws IOException {
    send(one, (byte) 1, (byte) 2);
    expect(other, (byte) 1, (byte) 2);
    send(other, (byte) 3);
    expect(one, (byte) 3);
  }

  static void expectEnd(Socket at) throws IOException {
    assertThat(at.getInputStream().read()).as("end of the stream").isEqualTo(-1);
  }

  static void expectReset(Socket at) {
    assertThatThrownBy(() -> at.getInputStream().read())
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  static void expectSilence(Socket at) throws IOException {
    at.setSoTimeout(SILENCE_MS);
    assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    at.setSoTimeout(DEADLINE_MS);
  }

  /** Waits until something is so that nobody tells of. */
  static void until(BooleanSupplier so) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime() - deadline).as("time over").isNegative();
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    target.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
