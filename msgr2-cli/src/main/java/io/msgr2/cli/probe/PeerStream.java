// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A TCP connection that is read and written with one deadline for everything. */
final class PeerStream implements AutoCloseable {
  private static final int READ_BYTES = 4096;

  private final Socket socket = new Socket();
  private final long deadlineNanos;

  PeerStream(InetSocketAddress peer, int timeoutMs) throws IOException {
    deadlineNanos = System.nanoTime() + timeoutMs * 1_000_000L;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(peer, remainingMs());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  Socket socket() {
    return socket;
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /**
   * Waits for bytes and returns those that are there, in a buffer that is the caller's.
   *
   * @throws EOFException when the peer closed the connection
   * @throws SocketTimeoutException when the deadline passed
   */
  ByteBuf read() throws IOException {
    byte[] bytes = new byte[READ_BYTES];
    socket.setSoTimeout(remainingMs());
    int count = socket.getInputStream().read(bytes);
    if (count < 0) {
      throw new EOFException("closed by the peer");
    }
    return Unpooled.wrappedBuffer(bytes, 0, count);
  }

  private int remainingMs() throws SocketTimeoutException {
    long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    return (int) left;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
