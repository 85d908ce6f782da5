// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.session.Policy;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a policy. */
final class Policies implements ITypeConverter<Policy> {
  /** For the help texts; annotations take constants only. */
  static final String NAMES =
      "lossy_client, lossless_client, lossless_peer, lossless_peer_reuse, stateless_server,"
          + " stateless_registered_server or stateful_server";

  private static final List<Policy> KNOWN =
      List.of(
          Policy.lossyClient(),
          Policy.losslessClient(),
          Policy.losslessPeer(),
          Policy.losslessPeerReuse(),
          Policy.statelessServer(),
          Policy.statelessRegisteredServer(),
          Policy.statefulServer());

  @Override
  public Policy convert(String name) {
    return KNOWN.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new TypeConversionException("'" + name + "' is no policy; expected " + NAMES));
  }

  /** Returns whether a side with this policy is dialled as well as it dials. */
  static boolean isPeer(Policy policy) {
    return policy.standby() && !policy.server();
  }
}
