// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

/**
 * Who is at one end of a {@link Path}. Two hosts can have the same IP address, and a host can have
 * several.
 */
public final class Host {
  private final String name;

  Host(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return name;
  }
}
