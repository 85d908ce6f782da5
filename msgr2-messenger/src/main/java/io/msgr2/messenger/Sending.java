// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/** What became of a message that was to be sent. */
public enum Sending {
  /** It is queued, and the connection's. */
  QUEUED,
  /** There is no room for it; it is still the sender's. */
  FULL,
  /** The connection is closed; the message was dropped. */
  CLOSED
}
