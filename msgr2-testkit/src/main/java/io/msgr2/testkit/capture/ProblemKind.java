// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

/** What can be wrong with a recorded connection, by name. */
public enum ProblemKind {
  /** The recording, or the connection, ends within a banner or a frame. */
  CUT,
  /** Bytes are missing in the recording. */
  GAP,
  /** The connection is older than the recording, and what is there of it begins within a frame. */
  MID_STREAM,
  /** What one side sent depends on what the other side sent, which is not there. */
  PEER_MISSING,
  /** What is there is no msgr2, or breaks it. */
  VIOLATION,
  /** The peers agreed on a mode that is not known here. */
  MODE_UNKNOWN,
  /** Frames are encrypted, and the connection secret is not known. */
  ENCRYPTED,
  /** Frames are compressed with a method that is not known, or not there. */
  COMPRESSED,
  /** The key of an entity that logs in is not known. */
  KEY_UNKNOWN,
  /** The known key of an entity is not the one that it logged in with. */
  KEY_WRONG,
  /**
   * A ticket was neither granted to an entity whose key is known, nor is the service's key known.
   */
  TICKET_UNKNOWN,
  /** An authentication payload cannot be read, or does not fit what went before. */
  AUTH_PAYLOAD,
  /** An AUTH_SIGNATURE does not match what the peer sent. */
  SIGNATURE_MISMATCH
}
