// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import io.netty.buffer.Unpooled;

/** Answers each frame with one that has no data. */
final class RawEchoHandler extends RawHandler {
  RawEchoHandler(boolean plain) {
    super(plain);
  }

  @Override
  void received(int frames) {
    for (int i = 0; i < frames; i++) {
      wire().frame(Unpooled.EMPTY_BUFFER);
    }
  }
}
