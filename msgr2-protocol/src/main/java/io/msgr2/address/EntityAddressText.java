// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and prints addresses the way Ceph's configuration and its tools write them. */
final class EntityAddressText {
  private static final String BLANK = "-";

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<type>v1|v2|any|cidr):)?"
              + "(?:\\[(?<ipv6>[^\\[\\]]*)]|(?<ipv4>[^:/\\[\\]]+))"
              + "(?::(?<port>[0-9]{1,9}))?(?:/(?<nonce>[0-9]{1,18}))?");

  private EntityAddressText() {}

  static EntityAddress parse(String text) {
    if (text.equals(BLANK)) {
      return EntityAddress.blank();
    }
    Matcher parts = ADDRESS.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no address; expected TYPE:HOST:PORT/NONCE with type v2, v1, any or cidr,"
              + " and the host in brackets when it is IPv6");
    }
    try {
      return EntityAddress.of(
          type(parts.group("type")),
          parts.group("ipv6") != null
              ? IpLiteral.parseIpv6(parts.group("ipv6"))
              : IpLiteral.parseIpv4(parts.group("ipv4")),
          0,
          (int) number(parts.group("port")),
          number(parts.group("nonce")));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + text + "' is no address; " + e.getMessage(), e);
    }
  }

  static String print(EntityAddress address) {
    if (address.type() == AddressType.NONE) {
      return BLANK;
    }
    return address.type() + ":" + printSocket(address) + "/" + address.nonce();
  }

  private static String printSocket(EntityAddress address) {
    if (!address.isIp()) {
      return "(unrecognized address family " + address.family() + ")";
    }
    String host = IpLiteral.print(address.ip());
    return (address.isIpv6() ? "[" + host + "]" : host) + ":" + address.port();
  }

  private static AddressType type(String name) {
    return Arrays.stream(AddressType.values())
        .filter(type -> type.toString().equals(name))
        .findFirst()
        .orElse(AddressType.MSGR2);
  }

  private static long number(String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
