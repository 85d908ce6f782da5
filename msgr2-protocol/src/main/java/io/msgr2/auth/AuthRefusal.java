// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An acceptor's refusal of an attempt to authenticate, as AUTH_BAD_METHOD carries it.
 *
 * @param method number of the method that was tried
 * @param errno why, as a positive Linux error number
 * @param allowedMethods numbers of the methods that the acceptor allows
 * @param allowedModes numbers of the connection modes that the acceptor allows
 */
public record AuthRefusal(
    int method, int errno, List<Integer> allowedMethods, List<Integer> allowedModes) {
  /** Operation not permitted: the request cannot be decoded. */
  public static final int EPERM = 1;

  /** Permission denied: unknown entity, wrong key, or no right to be here. */
  public static final int EACCES = 13;

  /** Invalid argument. */
  public static final int EINVAL = 22;

  /** Not supported: no method or connection mode in common. */
  public static final int EOPNOTSUPP = 95;

  /**
   * Says what the refusal means for the side that was refused: the method, the modes, or the entity
   * itself.
   *
   * @param peer the type of the entity that refused
   * @param tried the attempt that was refused
   * @param denied what to look at when neither the method nor the modes were at fault
   */
  public AuthException explain(EntityType peer, AuthRequest tried, String denied) {
    String why;
    if (!allowedMethods.contains(method)) {
      why = "the method is not allowed there";
    } else if (tried.preferredModes().stream().noneMatch(allowedModes::contains)) {
      why = "none of the offered connection modes is allowed there; offered " + modes(tried);
    } else {
      why = denied;
    }
    return new AuthException(errno, "authentication with the " + peer + ": " + this + ": " + why);
  }

  private static String modes(AuthRequest tried) {
    return tried.preferredModes().stream()
        .map(ConnectionMode::nameOf)
        .collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return AuthMethod.nameOf(method)
        + " refused with errno "
        + errno
        + "; allowed methods "
        + allowedMethods.stream().map(AuthMethod::nameOf).collect(Collectors.joining(","))
        + "; allowed modes "
        + allowedModes.stream().map(ConnectionMode::nameOf).collect(Collectors.joining(","));
  }
}
