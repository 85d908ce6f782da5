// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The classic capture format (draft-ietf-opsawg-pcap), in either byte order, with times in
 * microseconds or nanoseconds.
 *
 * <pre>
 *  file:   magic u32 | version 2 x u16 | 8 unused | snap length u32 | link type u32 | packets
 *  packet: time 2 x u32 | captured length u32 | original length u32 | bytes
 * </pre>
 */
final class PcapFile {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int HEADER_BYTES = 24;
  private static final int LINK_TYPE_AT = 20;
  private static final int LINK_TYPE_MASK = 0xffff;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int CAPTURED_LENGTH_AT = 8;

  private PcapFile() {}

  static boolean matches(byte[] content) {
    return content.length >= HEADER_BYTES && order(content) != null;
  }

  static CapturedPackets read(byte[] content) {
    ByteBuffer in = ByteBuffer.wrap(content).order(order(content));
    int linkType = in.getInt(LINK_TYPE_AT) & LINK_TYPE_MASK;
    List<CapturedPackets.Packet> packets = new ArrayList<>();
    int at = HEADER_BYTES;
    while (content.length - at >= PACKET_HEADER_BYTES) {
      int length = in.getInt(at + CAPTURED_LENGTH_AT);
      at += PACKET_HEADER_BYTES;
      if (length < 0 || length > content.length - at) {
        return new CapturedPackets(packets, List.of(CapturedPackets.CUT));
      }
      packets.add(new CapturedPackets.Packet(linkType, in.slice(at, length)));
      at += length;
    }
    return new CapturedPackets(
        packets, at < content.length ? List.of(CapturedPackets.CUT) : List.of());
  }

  private static ByteOrder order(byte[] content) {
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      int magic = ByteBuffer.wrap(content).order(order).getInt(0);
      if (magic == MICROSECONDS || magic == NANOSECONDS) {
        return order;
      }
    }
    return null;
  }
}
