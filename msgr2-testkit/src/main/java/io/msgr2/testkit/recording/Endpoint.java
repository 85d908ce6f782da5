// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.net.Inet6Address;
import java.net.InetAddress;

/** One end of a TCP connection. */
record Endpoint(InetAddress address, int port) {
  @Override
  public String toString() {
    String host = address.getHostAddress();
    return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
  }
}
