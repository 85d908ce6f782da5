// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/** Where a session stands, in the words of Ceph's messengers. */
public enum Phase {
  /** The peer dialled; it has not been told which session this is. */
  ACCEPTING,
  /** This side dials. */
  CONNECTING,
  /** Messages flow. */
  READY,
  /** There is no connection, and nothing to say that would need one. */
  STANDBY,
  /** There is no connection; the next attempt comes later. */
  WAIT,
  /** The peer was told to wait for this side's own connection. */
  SERVER_WAIT,
  /** This side ends the session when all is said. */
  CLOSING,
  CLOSED
}
