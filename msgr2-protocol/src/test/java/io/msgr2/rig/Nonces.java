// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.session.Session;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;

/**
 * Wears out the nonces of a secure session. They last for 2^32 frames at least, so that a test has
 * to reach into the session.
 */
public final class Nonces {
  private static final List<String> PATH =
      List.of("transport", "wire", "encoder", "format", "sealer", "operations", "nonces");

  private Nonces() {}

  /** Leaves the session so many nonces for what it sends. Its peer cannot decrypt that any more. */
  public static void leave(Session session, long left) {
    try {
      Object nonces = session;
      for (String field : PATH) {
        nonces = get(nonces, field);
      }
      Method counter = nonces.getClass().getDeclaredMethod("counter");
      Method advance = nonces.getClass().getDeclaredMethod("advance", long.class);
      counter.setAccessible(true);
      advance.setAccessible(true);
      advance.invoke(nonces, (long) get(nonces, "start") - (long) counter.invoke(nonces) - left);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Object get(Object of, String name) throws ReflectiveOperationException {
    Field field = of.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(of);
  }
}
