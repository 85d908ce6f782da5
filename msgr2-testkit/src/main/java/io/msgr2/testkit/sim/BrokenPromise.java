// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

/** A messenger did not keep what it promises to its application. */
final class BrokenPromise extends AssertionError {
  private static final long serialVersionUID = 1;

  BrokenPromise(String what) {
    super(what);
  }
}
