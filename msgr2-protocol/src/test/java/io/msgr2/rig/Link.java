// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * One direction of a connection. It delivers everything at once and in one piece unless told to be
 * worse.
 */
public final class Link {
  private static final long NANOS_PER_MS = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private record Sent(byte[] bytes, long dueNanos) {}

  private final ArrayDeque<Sent> inFlight = new ArrayDeque<>();
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private final Map<Integer, Integer> flips = new HashMap<>();
  private IntUnaryOperator slicer = available -> available;
  private final ByteBuf arrived = Unpooled.buffer();
  private long delayNanos;
  private boolean held;
  private boolean blocked;
  private long cutAt = NEVER;
  private long stallAt = NEVER;
  private long delivered;

  /** Delivers in pieces of at most so many bytes. */
  public void slice(int bytes) {
    slicer = available -> Math.min(available, bytes);
  }

  /** Delivers in pieces of lengths that the given function makes from how much has arrived. */
  public void slice(IntUnaryOperator lengths) {
    slicer = lengths;
  }

  /** Delivers what is sent from now on so much later. */
  public void delay(long ms) {
    delayNanos = ms * NANOS_PER_MS;
  }

  /** Delivers nothing until {@link #letGo}; what is sent piles up on the way. */
  public void hold() {
    held = true;
  }

  public void letGo() {
    held = false;
  }

  /** Takes nothing from the sender until {@link #unblock}, as when the receiver does not read. */
  public void block() {
    blocked = true;
  }

  public void unblock() {
    blocked = false;
  }

  /** Cuts the connection, both directions of it, once so many bytes were delivered. */
  public void cutAfter(long bytes) {
    cutAt = bytes;
  }

  /** Delivers nothing more once so many bytes were delivered, as from a sender that went away. */
  public void stallAfter(long bytes) {
    stallAt = bytes;
  }

  /** Changes the bits of the mask in the byte at the given place, counted from the first one. */
  public void flip(int at, int mask) {
    flips.merge(at, mask, (a, b) -> a ^ b);
  }

  /** Returns all that was sent, as it was sent. */
  public byte[] recorded() {
    return record.toByteArray();
  }

  boolean isBlocked() {
    return blocked;
  }

  boolean isCut() {
    return delivered >= cutAt;
  }

  boolean isEmpty() {
    return inFlight.isEmpty() && !arrived.isReadable();
  }

  /** Returns when the next bytes arrive. */
  long nextNanos() {
    return held || inFlight.isEmpty() ? NEVER : inFlight.peek().dueNanos();
  }

  void put(byte[] bytes, long nowNanos) {
    byte[] changed = bytes.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] ^= flips.getOrDefault(record.size() + i, 0).byteValue();
    }
    record.writeBytes(bytes);
    inFlight.add(new Sent(changed, nowNanos + delayNanos));
  }

  /** Returns the next piece to deliver, or null. */
  byte[] take(long nowNanos) {
    if (held) {
      return null;
    }
    while (!inFlight.isEmpty() && inFlight.peek().dueNanos() - nowNanos <= 0) {
      arrived.writeBytes(inFlight.poll().bytes());
    }
    int length = (int) Math.min(arrived.readableBytes(), Math.min(cutAt, stallAt) - delivered);
    if (length == 0) {
      return null;
    }
    byte[] piece = new byte[slicer.applyAsInt(length)];
    arrived.readBytes(piece).discardSomeReadBytes();
    delivered += piece.length;
    return piece;
  }

  void drop() {
    inFlight.clear();
    arrived.clear();
  }
}
