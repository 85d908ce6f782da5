// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Finds the TCP segment in a captured packet: link layer (LINKTYPE_* of the tcpdump project), IPv4
 * (RFC 791) or IPv6 (RFC 8200), TCP (RFC 9293). Checksums are not looked at, because captures on
 * the sending host see packets before the network card fills them in.
 */
final class PacketReader {
  private static final int LINK_NULL = 0;
  private static final int LINK_ETHERNET = 1;
  private static final int LINK_RAW = 101;
  private static final int LINK_LOOP = 108;
  private static final int LINK_LINUX_SLL = 113;
  private static final int LINK_IPV4 = 228;
  private static final int LINK_IPV6 = 229;
  private static final int LINK_LINUX_SLL2 = 276;

  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int ETHERTYPE_IPV6 = 0x86dd;
  private static final int ETHERTYPE_VLAN = 0x8100;
  private static final int ETHERTYPE_SERVICE_VLAN = 0x88a8;

  private static final int PROTOCOL_HOP_BY_HOP = 0;
  private static final int PROTOCOL_TCP = 6;
  private static final int PROTOCOL_ROUTING = 43;
  private static final int PROTOCOL_DESTINATION_OPTIONS = 60;

  private static final int MIN_IPV4_HEADER_BYTES = 20;
  private static final int IPV6_HEADER_BYTES = 40;
  private static final int MIN_TCP_HEADER_BYTES = 20;
  private static final int MORE_FRAGMENTS_OR_OFFSET = 0x3fff;

  private PacketReader() {}

  static boolean knows(int linkType) {
    return switch (linkType) {
      case LINK_NULL, LINK_ETHERNET, LINK_RAW, LINK_LOOP -> true;
      case LINK_LINUX_SLL, LINK_LINUX_SLL2, LINK_IPV4, LINK_IPV6 -> true;
      default -> false;
    };
  }

  /** Returns the segment, or nothing when the packet holds no whole TCP header. */
  static Optional<TcpSegment> read(CapturedPackets.Packet packet) {
    ByteBuffer in = packet.bytes().duplicate().order(ByteOrder.BIG_ENDIAN);
    try {
      return switch (packet.linkType()) {
        case LINK_ETHERNET -> ethertype(skip(in, 12));
        case LINK_LINUX_SLL -> ethertype(skip(in, 14));
        case LINK_LINUX_SLL2 -> ip(in.getShort(0), skip(in, 20));
        case LINK_NULL, LINK_LOOP -> ip(skip(in, 4));
        case LINK_RAW, LINK_IPV4, LINK_IPV6 -> ip(in);
        default -> Optional.empty();
      };
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Optional<TcpSegment> ethertype(ByteBuffer in) {
    int type = u16(in);
    while (type == ETHERTYPE_VLAN || type == ETHERTYPE_SERVICE_VLAN) {
      type = u16(skip(in, 2));
    }
    return ip(type, in);
  }

  private static Optional<TcpSegment> ip(int ethertype, ByteBuffer in) {
    return switch (ethertype & 0xffff) {
      case ETHERTYPE_IPV4, ETHERTYPE_IPV6 -> ip(in);
      default -> Optional.empty();
    };
  }

  /** The version in the packet decides: the numbers before it differ between systems. */
  private static Optional<TcpSegment> ip(ByteBuffer in) {
    return switch (in.get(in.position()) >> 4) {
      case 4 -> ipv4(in);
      case 6 -> ipv6(in);
      default -> Optional.empty();
    };
  }

  private static Optional<TcpSegment> ipv4(ByteBuffer in) {
    int start = in.position();
    int headerBytes = (in.get(start) & 0x0f) * 4;
    int totalBytes = Short.toUnsignedInt(in.getShort(start + 2));
    int fragment = in.getShort(start + 6) & MORE_FRAGMENTS_OR_OFFSET;
    if (headerBytes < MIN_IPV4_HEADER_BYTES || fragment != 0 || in.get(start + 9) != PROTOCOL_TCP) {
      return Optional.empty();
    }
    InetAddress source = address(in, start + 12, 4);
    InetAddress destination = address(in, start + 16, 4);
    skip(in, headerBytes);
    // Zero is what a host writes that leaves the cutting into packets to its network card.
    int tcpBytes = totalBytes == 0 ? in.remaining() : totalBytes - headerBytes;
    return tcp(in, source, destination, tcpBytes);
  }

  private static Optional<TcpSegment> ipv6(ByteBuffer in) {
    int start = in.position();
    int payloadBytes = Short.toUnsignedInt(in.getShort(start + 4));
    int next = Byte.toUnsignedInt(in.get(start + 6));
    InetAddress source = address(in, start + 8, 16);
    InetAddress destination = address(in, start + 24, 16);
    int end = start + IPV6_HEADER_BYTES + payloadBytes;
    skip(in, IPV6_HEADER_BYTES);
    while (next == PROTOCOL_HOP_BY_HOP
        || next == PROTOCOL_ROUTING
        || next == PROTOCOL_DESTINATION_OPTIONS) {
      next = Byte.toUnsignedInt(in.get());
      skip(in, Byte.toUnsignedInt(in.get()) * 8 + 6);
    }
    if (next != PROTOCOL_TCP) {
      return Optional.empty();
    }
    // Zero means a jumbogram, whose length stands in an option.
    int tcpBytes = payloadBytes == 0 ? in.remaining() : end - in.position();
    return tcp(in, source, destination, tcpBytes);
  }

  private static Optional<TcpSegment> tcp(
      ByteBuffer in, InetAddress source, InetAddress destination, int tcpBytes) {
    int start = in.position();
    int sourcePort = u16(in);
    int destinationPort = u16(in);
    int seq = in.getInt();
    int headerBytes = ((in.get(start + 12) >> 4) & 0x0f) * 4;
    int flags = Byte.toUnsignedInt(in.get(start + 13));
    int length = tcpBytes - headerBytes;
    in.position(start);
    skip(in, headerBytes);
    if (headerBytes < MIN_TCP_HEADER_BYTES || length < 0) {
      return Optional.empty();
    }
    byte[] payload = new byte[Math.min(length, in.remaining())];
    in.get(payload);
    return Optional.of(
        new TcpSegment(
            new Endpoint(source, sourcePort),
            new Endpoint(destination, destinationPort),
            seq,
            flags,
            payload,
            length));
  }

  private static InetAddress address(ByteBuffer in, int at, int length) {
    byte[] bytes = new byte[length];
    in.get(at, bytes);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }

  private static ByteBuffer skip(ByteBuffer in, int bytes) {
    if (bytes > in.remaining()) {
      throw new BufferUnderflowException();
    }
    return in.position(in.position() + bytes);
  }

  private static int u16(ByteBuffer in) {
    return Short.toUnsignedInt(in.getShort());
  }
}
