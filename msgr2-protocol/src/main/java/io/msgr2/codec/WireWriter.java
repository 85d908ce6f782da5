// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Appends Ceph's encodings to a buffer, which stays the caller's. Methods return the writer, so
 * that a structure reads as one chain of its fields.
 */
public final class WireWriter {
  private final ByteBuf buffer;

  /**
   * @param buffer where to append; stays the caller's
   */
  public WireWriter(ByteBuf buffer) {
    this.buffer = buffer;
  }

  /** Returns the bytes that the given encoder writes, as an array of their own. */
  public static byte[] toBytes(Consumer<WireWriter> encoder) {
    ByteBuf buffer = Unpooled.buffer(64);
    try {
      encoder.accept(new WireWriter(buffer));
      return ByteBufUtil.getBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  /** Appends the low 8 bits. */
  public WireWriter u8(int value) {
    buffer.writeByte(value);
    return this;
  }

  /** Appends a boolean as 0 or 1. */
  public WireWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** Appends the low 16 bits. */
  public WireWriter u16(int value) {
    buffer.writeShortLE(value);
    return this;
  }

  /** Appends the low 32 bits. */
  public WireWriter u32(long value) {
    buffer.writeIntLE((int) value);
    return this;
  }

  /** Appends a signed 32-bit number. */
  public WireWriter s32(int value) {
    buffer.writeIntLE(value);
    return this;
  }

  /** Appends 64 bits. */
  public WireWriter u64(long value) {
    buffer.writeLongLE(value);
    return this;
  }

  /** Appends a point in time (Ceph's {@code utime_t}): seconds and nanoseconds since 1970. */
  public WireWriter utime(Instant time) {
    return u32(time.getEpochSecond()).u32(time.getNano());
  }

  /** Appends bytes as they are, without a length. */
  public WireWriter bytes(byte[] bytes) {
    buffer.writeBytes(bytes);
    return this;
  }

  /** Appends a length and the bytes (Ceph's {@code bufferlist}). */
  public WireWriter blob(byte[] bytes) {
    return u32(bytes.length).bytes(bytes);
  }

  /** Appends a length and what the given encoder writes. */
  public WireWriter nested(Consumer<WireWriter> body) {
    int at = buffer.writerIndex();
    buffer.writeIntLE(0);
    body.accept(this);
    buffer.setIntLE(at, buffer.writerIndex() - at - Integer.BYTES);
    return this;
  }

  /** Appends a length and the string's UTF-8 bytes. */
  public WireWriter string(String value) {
    return blob(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends a count and the elements. */
  public <T> WireWriter list(Collection<T> elements, BiConsumer<WireWriter, T> element) {
    u32(elements.size());
    elements.forEach(e -> element.accept(this, e));
    return this;
  }

  /** Appends a count and the entries in the map's order, which should be that of the keys. */
  public <K, V> WireWriter map(
      Map<K, V> entries, BiConsumer<WireWriter, K> key, BiConsumer<WireWriter, V> value) {
    u32(entries.size());
    entries.forEach(
        (k, v) -> {
          key.accept(this, k);
          value.accept(this, v);
        });
    return this;
  }

  /** Appends a versioned structure: version, oldest version that can read it, length, body. */
  public WireWriter versioned(int version, int compat, Consumer<WireWriter> body) {
    return u8(version).u8(compat).nested(body);
  }
}
