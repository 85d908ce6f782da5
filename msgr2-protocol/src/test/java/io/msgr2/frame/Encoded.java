// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.CountingAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.function.Consumer;

/** The bytes that encoders produce. */
final class Encoded {
  private Encoded() {}

  /** Returns what is written to an output, which is emptied. */
  static byte[] bytes(Consumer<FrameOutput> writer) {
    CountingAllocator allocator = new CountingAllocator();
    FrameOutput out = new FrameOutput(allocator);
    writer.accept(out);
    byte[] bytes = drain(out);
    allocator.expectNothingHeld();
    return bytes;
  }

  static String hex(Consumer<FrameOutput> writer) {
    return HexFormat.of().formatHex(bytes(writer));
  }

  static byte[] drain(FrameOutput out) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf next = out.poll(); next != null; next = out.poll()) {
      bytes.writeBytes(ByteBufUtil.getBytes(next));
      next.release();
    }
    return bytes.toByteArray();
  }
}
