// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One direction of a connection: takes bytes from one channel and writes them to the other, as late
 * and as slowly as the connection's fate says. Used by the event loop alone.
 */
final class Pipe {
  // Beyond this the sender has to wait, as it would for a real network.
  private static final int MOST_HELD_BYTES = 256 * 1024;

  // A slow link passes small pieces rather than seldom a large one.
  private static final int PIECES_PER_SECOND = 200;

  private final ProxiedConnection connection;
  private final SocketChannel source;
  private final SocketChannel sink;
  private final Fate fate;
  private final LongAdder total;
  private final ArrayDeque<Chunk> held = new ArrayDeque<>();
  private int heldBytes;
  private long freeAtNanos = System.nanoTime();
  private boolean woken;
  private Mode mode = Mode.FORWARD;
  private boolean sourceEnded;
  private boolean sinkEnded;

  private enum Mode {
    FORWARD,
    STALLED,
    /** What still comes is dropped. */
    FINISHED
  }

  private record Chunk(ByteBuf bytes, long dueNanos) {}

  Pipe(
      ProxiedConnection connection,
      SocketChannel source,
      SocketChannel sink,
      Fate fate,
      LongAdder total) {
    this.connection = connection;
    this.source = source;
    this.sink = sink;
    this.fate = fate;
    this.total = total;
  }

  /**
   * Takes bytes from the source.
   *
   * @param bytes the pipe's from now on
   */
  void received(ByteBuf bytes) {
    if (mode == Mode.FINISHED) {
      bytes.release();
      return;
    }
    long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(fate.delayMs());
    held.add(new Chunk(bytes, due));
    heldBytes += bytes.readableBytes();
    pump();
  }

  /** The source has said that nothing more comes. */
  void ended() {
    sourceEnded = true;
    pump();
    connection.closeIfDone();
  }

  /** Returns whether both ends know that nothing more comes. */
  boolean isDone() {
    return sourceEnded && sinkEnded;
  }

  void stall() {
    if (mode == Mode.FORWARD) {
      mode = Mode.STALLED;
      source.config().setAutoRead(false);
    }
  }

  void resume() {
    if (mode == Mode.STALLED) {
      mode = Mode.FORWARD;
      pump();
    }
  }

  /** Tells the sink that nothing more comes, and drops what does. */
  void finish() {
    if (mode == Mode.FINISHED) {
      return;
    }
    stop();
    sink.writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(flushed -> sink.shutdownOutput().addListener(ended -> sinkEnded()));
    source.config().setAutoRead(true);
  }

  /** Forwards nothing more, without telling anybody. */
  void stop() {
    mode = Mode.FINISHED;
    held.forEach(chunk -> chunk.bytes.release());
    held.clear();
    heldBytes = 0;
  }

  /** Forwards what is due, once both channels are there. */
  void pump() {
    if (!source.isActive() || !sink.isActive()) {
      return;
    }
    boolean wrote = false;
    while (mode == Mode.FORWARD && !held.isEmpty() && sink.isWritable()) {
      long now = System.nanoTime();
      long due = Math.max(held.element().dueNanos, freeAtNanos);
      if (due - now > 0) {
        wakeIn(due - now);
        break;
      }
      int length = (int) Math.min(pieceBytes(), connection.untilFault());
      if (length > 0) {
        forward(length, now);
        wrote = true;
      } else {
        // What was forwarded up to here shall arrive.
        sink.flush();
        connection.countedFault();
      }
    }
    if (wrote) {
      sink.flush();
    }
    if (mode == Mode.FORWARD) {
      if (sourceEnded && held.isEmpty()) {
        finish();
      } else {
        source.config().setAutoRead(heldBytes < MOST_HELD_BYTES);
      }
    }
  }

  private void sinkEnded() {
    sinkEnded = true;
    connection.closeIfDone();
  }

  private int pieceBytes() {
    int bytes = held.element().bytes.readableBytes();
    return fate.bytesPerSecond() == 0
        ? bytes
        : (int) Math.min(bytes, Math.max(1, fate.bytesPerSecond() / PIECES_PER_SECOND));
  }

  private void forward(int length, long now) {
    Chunk chunk = held.element();
    ByteBuf piece = chunk.bytes.readRetainedSlice(length);
    if (!chunk.bytes.isReadable()) {
      held.remove().bytes.release();
    }
    heldBytes -= length;
    if (fate.bytesPerSecond() > 0) {
      freeAtNanos =
          Math.max(now, freeAtNanos) + length * TimeUnit.SECONDS.toNanos(1) / fate.bytesPerSecond();
    }
    sink.write(piece, sink.voidPromise());
    total.add(length);
    connection.forwarded(length);
  }

  private void wakeIn(long nanos) {
    if (!woken) {
      woken = true;
      EventLoop loop = source.eventLoop();
      loop.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void wake() {
    woken = false;
    pump();
  }
}
