// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The kinds of buffers that bytes may come in. */
final class Buffers {
  private Buffers() {}

  /** Hands over the bytes in a buffer of every kind and expects it to be left as it was. */
  static void expectForEveryKind(byte[] bytes, BiConsumer<String, ByteBuf> check) {
    Map<String, ByteBuf> kinds = new LinkedHashMap<>();
    kinds.put("heap", Unpooled.buffer().writeBytes(bytes));
    kinds.put("direct", Unpooled.directBuffer().writeBytes(bytes));
    kinds.put("pooled heap", PooledByteBufAllocator.DEFAULT.heapBuffer().writeBytes(bytes));
    kinds.put("pooled direct", PooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes));
    kinds.put("heap, read before", Unpooled.buffer().writeLong(0).writeBytes(bytes).skipBytes(8));
    kinds.put(
        "direct, read before", Unpooled.directBuffer().writeLong(0).writeBytes(bytes).skipBytes(8));
    kinds.put("read-only heap", Unpooled.buffer().writeBytes(bytes).asReadOnly());
    kinds.put("read-only direct", Unpooled.directBuffer().writeBytes(bytes).asReadOnly());
    kinds.put(
        "slice", Unpooled.directBuffer().writeInt(0).writeBytes(bytes).slice(4, bytes.length));
    kinds.put("composite of one", composite(bytes, bytes.length));
    kinds.put("composite of two", composite(bytes, bytes.length / 2 + 1));
    kinds.put("composite of many", composite(bytes, 7));
    kinds.forEach(
        (kind, buffer) -> {
          int readerIndex = buffer.readerIndex();
          check.accept(kind, buffer);
          assertThat(buffer.readerIndex()).as(kind).isEqualTo(readerIndex);
          assertThat(buffer.readableBytes()).as(kind).isEqualTo(bytes.length);
          assertThat(buffer.refCnt()).as(kind).isEqualTo(1);
          buffer.release();
        });
  }

  /**
   * Returns the bytes as a composite buffer of pieces that are arrays and native memory in turn.
   */
  static CompositeByteBuf composite(byte[] bytes, int pieceBytes) {
    CompositeByteBuf composite = Unpooled.compositeBuffer(Integer.MAX_VALUE);
    for (int at = 0; at < bytes.length; at += pieceBytes) {
      int length = Math.min(pieceBytes, bytes.length - at);
      ByteBuf piece =
          composite.numComponents() % 2 == 0 ? Unpooled.buffer() : Unpooled.directBuffer();
      composite.addComponent(true, piece.writeBytes(bytes, at, length));
    }
    return composite;
  }
}
