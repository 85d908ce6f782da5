// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import io.msgr2.frame.Role;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * One direction of a TCP connection: puts its segments in order, each byte once. A hole is waited
 * for until the recording ends, since what fills it may have been captured late.
 */
final class TcpStream {
  private final Role sender;
  private final ChunkList out;
  private final int startSeq;
  private final TreeMap<Long, TcpSegment> early = new TreeMap<>();
  private long next;

  /**
   * @param startSeq sequence number of the stream's first byte
   */
  TcpStream(Role sender, int startSeq, ChunkList out) {
    this.sender = sender;
    this.startSeq = startSeq;
    this.out = out;
  }

  void segment(TcpSegment segment) {
    if (segment.length() == 0) {
      return;
    }
    // Sequence numbers wrap around; the nearest position to where the stream stands is meant.
    long at = next + (segment.payloadSeq() - (startSeq + (int) next));
    if (at > next) {
      early.merge(at, segment, (a, b) -> a.payload().length >= b.payload().length ? a : b);
      return;
    }
    append(at, segment);
    appendEarly();
  }

  /** Ends the stream: what is missing before the segments that came too early is lost. */
  void finish() {
    while (!early.isEmpty()) {
      out.add(new Chunk.Gap(sender, early.firstKey() - next));
      next = early.firstKey();
      appendEarly();
    }
  }

  private void appendEarly() {
    while (!early.isEmpty() && early.firstKey() <= next) {
      var first = early.pollFirstEntry();
      append(first.getKey(), first.getValue());
    }
  }

  private void append(long at, TcpSegment segment) {
    long end = at + segment.length();
    if (end <= next) {
      return;
    }
    byte[] payload = segment.payload();
    int known = (int) Math.min(next - at, payload.length);
    out.bytes(sender, Arrays.copyOfRange(payload, known, payload.length));
    next = Math.max(next, at + payload.length);
    if (next < end) {
      out.add(new Chunk.Gap(sender, end - next));
      next = end;
    }
  }
}
