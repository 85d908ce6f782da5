// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.session.Policy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a policy. */
final class Policies implements ITypeConverter<Policy> {
  @Override
  public Policy convert(String name) {
    return switch (name) {
      case "lossy_client" -> Policy.lossyClient();
      case "stateless_server" -> Policy.statelessServer();
      default ->
          throw new TypeConversionException(
              "'" + name + "' is no policy known here; lossy_client and stateless_server are");
    };
  }
}
