// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

import io.msgr2.address.EntityType;
import io.msgr2.frame.Revision;
import java.util.Locale;

/**
 * A messenger of a {@link Plan}, as it starts.
 *
 * @param index its place in the plan
 * @param accepts whether others can dial it
 * @param port where it accepts
 * @param nonce tells it from what was there before
 * @param revision what it talks at most
 */
record Endpoint(int index, boolean accepts, int port, long nonce, Revision revision) {
  // One type each, so that there can be a policy for each pair.
  private static final EntityType[] TYPES = {
    EntityType.OSD, EntityType.MON, EntityType.MDS, EntityType.MGR, EntityType.CLIENT
  };

  static final int MAX = TYPES.length;

  /** By multiples of this a nonce can change without becoming that of another endpoint. */
  static final long NONCE_STEP = 8;

  EntityType type() {
    return TYPES[index];
  }

  String name() {
    return type().name().toLowerCase(Locale.ROOT) + "." + index;
  }

  /** Returns the index of the only messenger of a type. */
  static int indexOf(EntityType type) {
    for (int i = 0; i < MAX; i++) {
      if (TYPES[i] == type) {
        return i;
      }
    }
    throw new IllegalArgumentException("no messenger is a " + type);
  }

  @Override
  public String toString() {
    String where = accepts ? "accepts at port " + port : "does not accept";
    return name() + " " + where + ", nonce " + nonce + ", revision " + revision;
  }
}
