// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import io.msgr2.address.EntityAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * A place where a monitor speaks msgr2, as the option {@code mon_host} names it.
 *
 * @param host an IP address, or a name that is still to be resolved
 * @param port the TCP port
 */
public record MonHost(String host, int port) {
  /** The port that IANA has assigned to monitors. */
  public static final int DEFAULT_PORT = 3300;

  /**
   * Returns the addresses of the host: itself, or all that the name stands for at this moment. May
   * ask a name service and so must not run on an event loop.
   *
   * @throws UnknownHostException when the name stands for nothing
   */
  public List<EntityAddress> resolve() throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host))
        .map(address -> EntityAddress.msgr2(new InetSocketAddress(address, port), 0))
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "v2:" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
