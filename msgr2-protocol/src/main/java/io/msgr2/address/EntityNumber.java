// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

/**
 * Who an entity says it is in a session: a type, sent in HELLO, and a number, sent in the ident
 * frames ("gid"). Ceph calls the pair {@code entity_name_t}.
 *
 * @param type the entity's type
 * @param gid its number; {@link #UNASSIGNED} while it has none
 */
public record EntityNumber(EntityType type, long gid) {
  /** The number of an entity that has not been given one. */
  public static final long UNASSIGNED = -1;

  @Override
  public String toString() {
    return type + "." + (gid == UNASSIGNED ? "?" : Long.toString(gid));
  }
}
