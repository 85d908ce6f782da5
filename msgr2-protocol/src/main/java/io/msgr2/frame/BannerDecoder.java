// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Receives a banner, however its bytes are cut into pieces (msgr2 spec, Banner). */
public final class BannerDecoder {
  private static final int LENGTH_AT = Banner.PREFIX.length;
  private static final int PAYLOAD_AT = LENGTH_AT + Short.BYTES;

  // A msgr1 banner goes on with "27" and a line feed; the two part at this character.
  private static final byte[] MSGR1_PREFIX = "ceph v0".getBytes(StandardCharsets.US_ASCII);

  // What is beyond the two words is left to later protocol versions. Over an array, so that there
  // is nothing to release.
  private final ByteBuf received =
      Unpooled.wrappedBuffer(new byte[PAYLOAD_AT + Banner.PAYLOAD_BYTES]).clear();
  private int skip;

  /**
   * Takes as many bytes as belong to the banner.
   *
   * @param in its reader index is moved past what was taken; stays the caller's
   * @return the banner, or null when all bytes were taken and more are needed
   * @throws ProtocolException when the bytes are no msgr2 banner
   */
  public Banner decode(ByteBuf in) {
    take(in, PAYLOAD_AT);
    checkPrefix();
    if (received.readableBytes() < PAYLOAD_AT) {
      return null;
    }
    int payloadBytes = received.getUnsignedShortLE(LENGTH_AT);
    if (payloadBytes < Banner.PAYLOAD_BYTES) {
      throw new ProtocolException(
          Violation.BANNER_SHORT,
          "banner payload of " + payloadBytes + " bytes, at least 16 are expected");
    }
    int wanted = PAYLOAD_AT + Banner.PAYLOAD_BYTES;
    take(in, wanted);
    if (received.readableBytes() < wanted) {
      return null;
    }
    int surplus = payloadBytes - Banner.PAYLOAD_BYTES;
    int skipped = Math.min(surplus - skip, in.readableBytes());
    in.skipBytes(skipped);
    skip += skipped;
    return skip < surplus
        ? null
        : new Banner(received.getLongLE(PAYLOAD_AT), received.getLongLE(PAYLOAD_AT + Long.BYTES));
  }

  private void take(ByteBuf in, int upTo) {
    int missing = Math.max(0, upTo - received.readableBytes());
    received.writeBytes(in, Math.min(missing, in.readableBytes()));
  }

  private void checkPrefix() {
    int length = Math.min(received.readableBytes(), LENGTH_AT);
    for (int i = 0; i < length; i++) {
      if (received.getByte(i) != Banner.PREFIX[i]) {
        throw foreign();
      }
    }
  }

  private ProtocolException foreign() {
    byte[] start = ByteBufUtil.getBytes(received, 0, Math.min(received.readableBytes(), LENGTH_AT));
    return Arrays.equals(MSGR1_PREFIX, Arrays.copyOf(start, MSGR1_PREFIX.length))
        ? new ProtocolException(
            Violation.BANNER_MSGR1, "peer speaks the legacy messenger msgr1, not msgr2")
        : new ProtocolException(
            Violation.BANNER_UNKNOWN,
            "peer does not begin with a Ceph banner but with the bytes "
                + ByteBufUtil.hexDump(start));
  }
}
