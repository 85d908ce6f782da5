// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

/**
 * What an entity may do with a service, according to the monitors. What the words mean is the
 * service's business.
 *
 * @param all whether everything is allowed
 * @param text in Ceph's language of capabilities, such as {@code allow rw pool=test}; empty when
 *     nothing is said
 */
public record Caps(boolean all, String text) {
  /** Nothing is said. */
  public static final Caps NONE = new Caps(false, "");

  /** Everything is allowed, as with the method {@code none}. */
  public static final Caps ALL = new Caps(true, "");

  /** Returns capabilities in the given words. */
  public static Caps of(String text) {
    return new Caps(false, text);
  }

  /** Returns whether nothing at all is allowed. */
  public boolean isNone() {
    return !all && text.isBlank();
  }

  @Override
  public String toString() {
    return all ? "everything" : '"' + text + '"';
  }
}
