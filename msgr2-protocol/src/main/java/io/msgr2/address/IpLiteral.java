// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * IP addresses as text, strictly: what {@code inet_pton} takes and {@code inet_ntop} gives. {@link
 * InetAddress} takes more, and asks a name service about the rest.
 */
final class IpLiteral {
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_WORDS = 8;

  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern WORD = Pattern.compile("[0-9a-fA-F]{1,4}");

  private IpLiteral() {}

  /** Returns the 4 bytes of {@code 192.0.2.1}. */
  static byte[] parseIpv4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != IPV4_BYTES) {
      throw notAnIp("IPv4", text);
    }
    byte[] ip = new byte[IPV4_BYTES];
    for (int i = 0; i < IPV4_BYTES; i++) {
      if (!OCTET.matcher(octets[i]).matches() || Integer.parseInt(octets[i]) > 0xff) {
        throw notAnIp("IPv4", text);
      }
      ip[i] = (byte) Integer.parseInt(octets[i]);
    }
    return ip;
  }

  /** Returns the 16 bytes of {@code 2001:db8::1} or {@code ::ffff:192.0.2.1}. */
  static byte[] parseIpv6(String text) {
    int gap = text.indexOf("::");
    byte[] head = words(text, gap < 0 ? text : text.substring(0, gap), gap < 0);
    byte[] tail = gap < 0 ? new byte[0] : words(text, text.substring(gap + 2), true);
    int bytes = head.length + tail.length;
    // A gap stands for at least one word.
    if (gap < 0 ? bytes != IPV6_BYTES : bytes > IPV6_BYTES - 2) {
      throw notAnIp("IPv6", text);
    }
    byte[] ip = Arrays.copyOf(head, IPV6_BYTES);
    System.arraycopy(tail, 0, ip, IPV6_BYTES - tail.length, tail.length);
    return ip;
  }

  /** Prints 4 or 16 bytes. */
  static String print(byte[] ip) {
    return ip.length == IPV4_BYTES ? printIpv4(ip, 0) : printIpv6(ip);
  }

  /** Returns Java's address of 4 or 16 bytes, which keeps the literal for its host name. */
  static InetAddress toInetAddress(byte[] ip, int scopeId) {
    String literal = print(ip);
    try {
      // Java takes 0 for a scope that was given, Ceph for none.
      return ip.length == IPV4_BYTES
          ? InetAddress.getByAddress(literal, ip)
          : Inet6Address.getByAddress(literal, ip, scopeId == 0 ? -1 : scopeId);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an IP address of " + ip.length + " bytes", e);
    }
  }

  /** Returns the bytes of words between colons; only the last may be an IPv4 address instead. */
  private static byte[] words(String text, String part, boolean atEnd) {
    if (part.isEmpty()) {
      return new byte[0];
    }
    String[] words = part.split(":", -1);
    byte[] bytes = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      if (atEnd && i == words.length - 1 && words[i].indexOf('.') >= 0) {
        bytes = Arrays.copyOf(bytes, bytes.length + 2);
        System.arraycopy(parseIpv4(words[i]), 0, bytes, 2 * i, IPV4_BYTES);
      } else if (WORD.matcher(words[i]).matches()) {
        int word = Integer.parseInt(words[i], 16);
        bytes[2 * i] = (byte) (word >> 8);
        bytes[2 * i + 1] = (byte) word;
      } else {
        throw notAnIp("IPv6", text);
      }
    }
    return bytes;
  }

  private static String printIpv4(byte[] bytes, int at) {
    StringJoiner octets = new StringJoiner(".");
    for (int i = at; i < at + IPV4_BYTES; i++) {
      octets.add(Integer.toString(bytes[i] & 0xff));
    }
    return octets.toString();
  }

  private static String printIpv6(byte[] ip) {
    int[] words = new int[IPV6_WORDS];
    for (int i = 0; i < IPV6_WORDS; i++) {
      words[i] = (ip[2 * i] & 0xff) << 8 | ip[2 * i + 1] & 0xff;
    }
    int gap = 0;
    int gapEnd = 0;
    for (int from = 0; from < IPV6_WORDS; from++) {
      int to = from;
      while (to < IPV6_WORDS && words[to] == 0) {
        to++;
      }
      // One word alone is no gap.
      if (to - from > Math.max(1, gapEnd - gap)) {
        gap = from;
        gapEnd = to;
      }
    }
    boolean endsInIpv4 = gap == 0 && (gapEnd == 6 || gapEnd == 5 && words[5] == 0xffff);
    String tail = endsInIpv4 ? printIpv4(ip, 12) : "";
    int end = endsInIpv4 ? 6 : IPV6_WORDS;
    if (gapEnd == 0) {
      return hex(words, 0, end, tail);
    }
    return hex(words, 0, gap, "") + "::" + hex(words, gapEnd, end, tail);
  }

  private static String hex(int[] words, int from, int to, String tail) {
    StringJoiner joined = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      joined.add(Integer.toHexString(words[i]));
    }
    if (!tail.isEmpty()) {
      joined.add(tail);
    }
    return joined.toString();
  }

  private static IllegalArgumentException notAnIp(String kind, String text) {
    return new IllegalArgumentException(
        "'" + text + "' is no " + kind + " address, and names are not resolved here");
  }
}
