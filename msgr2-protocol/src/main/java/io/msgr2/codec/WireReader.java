// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads Ceph's encodings from the readable bytes of a buffer. Every method checks that the bytes
 * are there before it allocates or returns anything and throws {@link ProtocolException} when they
 * are not, so that lengths and counts in the input need not be believed.
 *
 * <p>The reader borrows the buffer: it moves its reader index and never releases it.
 */
public final class WireReader {
  private final ByteBuf buffer;

  /**
   * @param buffer the bytes to read; stays the caller's
   */
  public WireReader(ByteBuf buffer) {
    this.buffer = buffer;
  }

  /**
   * Reads one value that takes up the whole of an array.
   *
   * @param name what is being read, for the error when bytes are left over
   */
  public static <T> T fromBytes(String name, byte[] bytes, Function<WireReader, T> decoder) {
    WireReader reader = new WireReader(Unpooled.wrappedBuffer(bytes));
    T value = decoder.apply(reader);
    reader.expectEnd(name);
    return value;
  }

  /** Returns how many bytes are left. */
  public int remaining() {
    return buffer.readableBytes();
  }

  /** Reads an unsigned byte. */
  public int u8() {
    need(1);
    return buffer.readUnsignedByte();
  }

  /** Reads a boolean; any byte but zero is true. */
  public boolean bool() {
    return u8() != 0;
  }

  /** Reads an unsigned 16-bit number. */
  public int u16() {
    need(2);
    return buffer.readUnsignedShortLE();
  }

  /** Reads an unsigned 32-bit number. */
  public long u32() {
    need(4);
    return buffer.readUnsignedIntLE();
  }

  /** Reads a signed 32-bit number, or an unsigned one whose bits matter more than its value. */
  public int s32() {
    need(4);
    return buffer.readIntLE();
  }

  /** Reads a 64-bit number; an unsigned one keeps its bits. */
  public long u64() {
    need(8);
    return buffer.readLongLE();
  }

  /** Reads a point in time (Ceph's {@code utime_t}): seconds and nanoseconds since 1970. */
  public Instant utime() {
    long seconds = u32();
    return Instant.ofEpochSecond(seconds, u32());
  }

  /** Reads the given number of bytes. */
  public byte[] bytes(int length) {
    need(length);
    byte[] bytes = new byte[length];
    buffer.readBytes(bytes);
    return bytes;
  }

  /** Reads a length and that many bytes (Ceph's {@code bufferlist}). */
  public byte[] blob() {
    return bytes(length());
  }

  /** Reads a length and returns a reader of exactly that many bytes, which are passed over here. */
  public WireReader nested() {
    int length = length();
    return new WireReader(buffer.readSlice(length));
  }

  /** Reads a length and that many bytes of text. */
  public String string() {
    return new String(blob(), StandardCharsets.UTF_8);
  }

  /** Reads a count and that many elements, each of which takes at least one byte. */
  public <T> List<T> list(Function<WireReader, T> element) {
    int count = length();
    // The count is bounded by the bytes left, but the list grows only with what was really read.
    List<T> elements = new ArrayList<>(Math.min(count, 16));
    for (int i = 0; i < count; i++) {
      elements.add(element.apply(this));
    }
    return elements;
  }

  /** Reads a count and that many keys, each with its value, in the order of the wire. */
  public <K, V> Map<K, V> map(Function<WireReader, K> key, Function<WireReader, V> value) {
    int count = length();
    Map<K, V> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      K k = key.apply(this);
      entries.put(k, value.apply(this));
    }
    return entries;
  }

  /** Reads the body of a versioned structure. */
  @FunctionalInterface
  public interface VersionedBody<T> {
    /**
     * @param version the version the bytes were written with
     * @param body a reader of the structure's own bytes; what is left unread is passed over
     */
    T read(int version, WireReader body);
  }

  /**
   * Reads a versioned structure: version, oldest version that can read it, length, body. Fields
   * that a newer version appended are passed over.
   *
   * @param name the structure's name, for the error
   * @param known the newest version that the body reader understands
   * @throws ProtocolException when only newer implementations can read the structure
   */
  public <T> T versioned(String name, int known, VersionedBody<T> reader) {
    int version = u8();
    int compat = u8();
    if (compat > known) {
      throw new ProtocolException(
          Violation.STRUCT_INCOMPATIBLE,
          name + " needs version " + compat + ", newest known here is " + known);
    }
    return reader.read(version, nested());
  }

  /** Reads the single version byte of an old structure that has no length and cannot be skipped. */
  public int plainVersion(String name, int oldest, int newest) {
    int version = u8();
    if (version < oldest || version > newest) {
      throw new ProtocolException(
          Violation.STRUCT_INCOMPATIBLE,
          name + " has version " + version + ", known here are " + oldest + " to " + newest);
    }
    return version;
  }

  /**
   * Checks that everything was read.
   *
   * @param name what was being read, for the error
   */
  public void expectEnd(String name) {
    if (buffer.isReadable()) {
      throw new ProtocolException(
          Violation.PAYLOAD_TRAILING_BYTES,
          name + " is followed by " + remaining() + " unexpected bytes");
    }
  }

  private int length() {
    long length = u32();
    if (length > buffer.readableBytes()) {
      throw new ProtocolException(
          Violation.PAYLOAD_SHORT,
          "length or count " + length + " exceeds the " + remaining() + " bytes left");
    }
    return (int) length;
  }

  private void need(int length) {
    if (buffer.readableBytes() < length) {
      throw new ProtocolException(
          Violation.PAYLOAD_SHORT,
          "field of " + length + " bytes expected, " + remaining() + " left");
    }
  }
}
