// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import java.net.InetSocketAddress;

/** Reads {@code HOST:PORT}, where the host is a name or an address, IPv6 in brackets. */
final class HostPort {
  private HostPort() {}

  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + text + "' is no HOST:PORT, as in 192.0.2.1:3300");
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    InetSocketAddress address = new InetSocketAddress(host, port(text.substring(colon + 1)));
    if (address.isUnresolved()) {
      throw new CommandFailure(ExitCode.FAILED, "host '" + host + "' is not known");
    }
    return address;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port > 0 && port < 65536) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new CommandFailure(ExitCode.USAGE, "'" + text + "' is no port, 1 to 65535");
  }
}
