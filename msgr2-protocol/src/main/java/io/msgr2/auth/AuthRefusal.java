// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

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
