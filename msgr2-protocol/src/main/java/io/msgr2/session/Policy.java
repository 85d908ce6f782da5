// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * How a messenger treats sessions with peers of one type; the names are Ceph's.
 *
 * @param name the policy's name
 * @param lossy the session ends with its TCP connection, and nothing is sent again
 * @param server this side never dials
 * @param requiredFeatures Ceph features without which a connecting peer is turned away
 */
public record Policy(String name, boolean lossy, boolean server, long requiredFeatures) {
  /** A client whose requests are tracked, and asked again, by the layer above. */
  public static Policy lossyClient() {
    return new Policy("lossy_client", true, false, 0);
  }

  /** A server that keeps nothing of a client whose connection broke. */
  public static Policy statelessServer() {
    return new Policy("stateless_server", true, true, 0);
  }

  /** Returns this policy with required features added. */
  public Policy requiring(long features) {
    return new Policy(name, lossy, server, requiredFeatures | features);
  }

  @Override
  public String toString() {
    return name;
  }
}
