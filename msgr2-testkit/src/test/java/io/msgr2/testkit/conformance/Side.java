// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

/** Who does something in a row. */
enum Side {
  /** The one that is tested, whose connections break. */
  T,
  /** Its peer. */
  P
}
