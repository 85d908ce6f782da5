// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/** A TCP connection that is read and written with one deadline for everything. */
final class PeerStream implements AutoCloseable {
  private static final int READ_BYTES = 4096;

  private final Socket socket = new Socket();
  private final int timeoutMs;
  private final long deadlineNanos;
  private byte[] firstBytes = {};

  PeerStream(InetSocketAddress peer, int timeoutMs) throws IOException {
    this.timeoutMs = timeoutMs;
    deadlineNanos = System.nanoTime() + timeoutMs * 1_000_000L;
    try {
      socket.setTcpNoDelay(true);
      socket.connect(peer, remainingMs());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
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
    int count;
    try {
      count = socket.getInputStream().read(bytes);
    } catch (SocketTimeoutException e) {
      throw deadlinePassed();
    }
    if (count < 0) {
      throw new EOFException("the peer closed the connection");
    }
    remember(bytes, count);
    return Unpooled.wrappedBuffer(bytes, 0, count);
  }

  /** Returns the first bytes that were read, enough of them to tell what the peer speaks. */
  byte[] firstBytes() {
    return firstBytes.clone();
  }

  /** Waits until there are enough first bytes, or no more to come. */
  void hearOut() {
    try {
      while (firstBytes.length < Speaker.TELLING_BYTES) {
        read().release();
      }
    } catch (IOException e) {
      // Then these are all.
    }
  }

  private void remember(byte[] bytes, int count) {
    int had = firstBytes.length;
    int more = Math.min(count, Speaker.TELLING_BYTES - had);
    firstBytes = Arrays.copyOf(firstBytes, had + more);
    System.arraycopy(bytes, 0, firstBytes, had, more);
  }

  private int remainingMs() throws SocketTimeoutException {
    long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw deadlinePassed();
    }
    return (int) left;
  }

  private SocketTimeoutException deadlinePassed() {
    return new SocketTimeoutException("no complete answer within " + timeoutMs + " ms");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
