// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

/** An {@link Interceptor} made the connection fail. */
public final class InjectedFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  InjectedFault(Interceptor.Point point) {
    super("fault injected at " + point);
  }
}
