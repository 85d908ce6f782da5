// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/** Stops reading from a peer, and goes on; any thread. */
@FunctionalInterface
interface ReadSwitch {
  void pause(boolean paused);
}
