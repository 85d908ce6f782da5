// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes capture files, for what the recordings at hand do not show. */
final class Packets {
  static final int NULL = 0;
  static final int ETHERNET = 1;
  static final int RAW = 101;
  static final int LOOP = 108;
  static final int LINUX_SLL = 113;
  static final int IPV4 = 228;
  static final int IPV6 = 229;
  static final int LINUX_SLL2 = 276;

  private Packets() {}

  /** A TCP segment between two hosts that differ in their ports alone. */
  record Segment(int from, int to, int seq, int flags, byte[] payload) {
    static Segment of(int from, int to, int seq, int flags, String payload) {
      return new Segment(from, to, seq, flags, payload.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] tcp() {
      return ByteBuffer.allocate(24 + payload.length)
          .putShort((short) from)
          .putShort((short) to)
          .putInt(seq)
          .putInt(0)
          .put((byte) 0x60) // a header of 24 bytes, with four of options
          .put((byte) flags)
          .putShort((short) 1024)
          .putInt(0)
          .putInt(0x01010101)
          .put(payload)
          .array();
    }

    byte[] ipv4() {
      byte[] tcp = tcp();
      return ByteBuffer.allocate(24 + tcp.length)
          .put((byte) 0x46) // a header of 24 bytes, with four of options
          .put((byte) 0)
          .putShort((short) (24 + tcp.length))
          .putInt(0)
          .put((byte) 64)
          .put((byte) 6)
          .putShort((short) 0)
          .putInt(0x7f000001)
          .putInt(0x7f000001)
          .putInt(0x01010101)
          .put(tcp)
          .array();
    }

    byte[] ipv6() {
      byte[] tcp = tcp();
      byte[] loopback = HexFormat.of().parseHex("00000000000000000000000000000001");
      return ByteBuffer.allocate(48 + tcp.length)
          .putInt(0x60000000)
          .putShort((short) (8 + tcp.length))
          .put((byte) 60) // destination options
          .put((byte) 64)
          .put(loopback)
          .put(loopback)
          .put((byte) 6)
          .put((byte) 0)
          .put(new byte[6])
          .put(tcp)
          .array();
    }
  }

  /** Puts a link layer's header before an IP packet. */
  static byte[] link(int linkType, byte[] ip) {
    boolean v6 = ip[0] >> 4 == 6;
    String ethertype = v6 ? "86dd" : "0800";
    return switch (linkType) {
      case NULL -> concat(v6 ? "1e000000" : "02000000", ip);
      case LOOP -> concat(v6 ? "0000001e" : "00000002", ip);
      case ETHERNET -> concat("000000000000000000000000" + ethertype, ip);
      case LINUX_SLL -> concat("0000030400060000000000000000" + ethertype, ip);
      case LINUX_SLL2 -> concat(ethertype + "000000000001030400060000000000000000", ip);
      case RAW, IPV4, IPV6 -> ip;
      default -> throw new IllegalArgumentException("link type " + linkType);
    };
  }

  static byte[] concat(String hex, byte[] rest) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(hex));
    out.writeBytes(rest);
    return out.toByteArray();
  }

  static List<byte[]> ethernet(List<Segment> segments) {
    List<byte[]> packets = new ArrayList<>();
    segments.forEach(segment -> packets.add(link(ETHERNET, segment.ipv4())));
    return packets;
  }

  /** A classic capture. */
  static byte[] pcap(ByteOrder order, int magic, int linkType, List<byte[]> packets) {
    ByteBuffer out = ByteBuffer.allocate(1 << 20).order(order);
    out.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(1 << 18);
    out.putInt(linkType);
    for (byte[] packet : packets) {
      out.putLong(0).putInt(packet.length).putInt(packet.length).put(packet);
    }
    return written(out);
  }

  static byte[] pcap(List<byte[]> ethernetPackets) {
    return pcap(ByteOrder.LITTLE_ENDIAN, 0xa1b2c3d4, ETHERNET, ethernetPackets);
  }

  /** The kinds of pcapng blocks that hold packets. */
  enum Block {
    ENHANCED(6),
    SIMPLE(3),
    OLD(2);

    private final int type;

    Block(int type) {
      this.type = type;
    }
  }

  /** A newer capture. */
  static byte[] pcapng(ByteOrder order, Block kind, int linkType, List<byte[]> packets) {
    ByteBuffer out = ByteBuffer.allocate(1 << 20).order(order);
    block(out, 0x0a0d0d0a, body(order, 16).putInt(0x1a2b3c4d).putInt(1).putLong(-1));
    block(out, 1, body(order, 8).putShort((short) linkType).putShort((short) 0).putInt(0));
    block(out, 5, body(order, 12).putInt(0).putLong(0));
    for (byte[] packet : packets) {
      ByteBuffer body = body(order, 20 + (packet.length + 3) / 4 * 4);
      switch (kind) {
        case ENHANCED -> body.putInt(0).putLong(0).putInt(packet.length).putInt(packet.length);
        case OLD -> body.putInt(0).putLong(0).putInt(packet.length).putInt(packet.length);
        case SIMPLE -> body.putInt(packet.length).limit(4 + (packet.length + 3) / 4 * 4);
      }
      body.put(packet).position(body.limit());
      block(out, kind.type, body);
    }
    return written(out);
  }

  private static ByteBuffer body(ByteOrder order, int length) {
    return ByteBuffer.allocate(length).order(order);
  }

  private static void block(ByteBuffer out, int type, ByteBuffer body) {
    int length = 12 + body.flip().remaining();
    out.putInt(type).putInt(length).put(body).putInt(length);
  }

  private static byte[] written(ByteBuffer out) {
    byte[] bytes = new byte[out.position()];
    out.get(0, bytes);
    return bytes;
  }
}
