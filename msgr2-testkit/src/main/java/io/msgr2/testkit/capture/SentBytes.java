// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The bytes that one end of a TCP connection sent. Positions count all of them, those included that
 * are missing in the recording; between two gaps lies a run. What will be fed is known from the
 * beginning.
 */
final class SentBytes {
  private final Role sender;
  private final Queue<byte[]> runs = new ArrayDeque<>();
  private long total;
  private ByteBuf fed = Unpooled.buffer();
  private long fedFrom;
  private int skip;
  private boolean whole = true;

  SentBytes(Role sender, List<Chunk> chunks) {
    this.sender = sender;
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    for (Chunk chunk : chunks) {
      if (chunk.sender() != sender) {
        continue;
      }
      if (chunk instanceof Chunk.Bytes bytes) {
        run.writeBytes(bytes.bytes());
        total += bytes.bytes().length;
      } else if (chunk instanceof Chunk.Gap gap) {
        runs.add(run.toByteArray());
        run.reset();
        total += gap.length();
      }
    }
    runs.add(run.toByteArray());
  }

  Role sender() {
    return sender;
  }

  /** Returns how many bytes were sent. */
  long total() {
    return total;
  }

  /** Returns the current run, also what of it is still to be fed. */
  byte[] run() {
    return runs.element();
  }

  /** Returns what was fed and not read; reading moves the position. */
  ByteBuf unread() {
    return fed;
  }

  /** Returns how many bytes were read, or passed over. */
  long position() {
    return fedFrom + fed.readerIndex();
  }

  void feed(byte[] bytes) {
    fed.writeBytes(bytes);
    int skipped = Math.min(skip, fed.readableBytes());
    fed.skipBytes(skipped);
    skip -= skipped;
  }

  /** Passes over bytes at the beginning of the current run, before it is fed. */
  void skip(int bytes) {
    skip = bytes;
    whole = false;
  }

  /** Passes over a gap, and over what was fed and not read before it. */
  void skipGap(long length) {
    fedFrom += fed.writerIndex() + length;
    fed = Unpooled.buffer();
    skip = 0;
    whole = false;
    runs.remove();
  }

  /** Returns whether every byte was fed and read, from the first one on. */
  boolean whole() {
    return whole;
  }

  /** Returns the bytes before a position, if there was no gap. */
  byte[] before(long position) {
    return ByteBufUtil.getBytes(fed, 0, (int) position);
  }
}
