// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

/**
 * Every way in which a peer can break the protocol, by name. The names are the same in exceptions,
 * log lines, counters and the command line's output.
 */
public enum Violation {
  /** The first bytes are not those of any messenger of Ceph. */
  BANNER_UNKNOWN,
  /** The peer speaks the legacy messenger, msgr1. */
  BANNER_MSGR1,
  /** The banner's payload is shorter than its two feature words. */
  BANNER_SHORT,
  /** The peer requires a msgr2 feature that this side does not have. */
  BANNER_FEATURES_REQUIRED,
  /** The peer does not have a msgr2 feature that this side requires. */
  BANNER_FEATURES_MISSING,

  /** A preamble does not carry the checksum of its bytes. */
  PREAMBLE_CRC,
  /** A preamble announces no segment, or more than four. */
  SEGMENT_COUNT,
  /** The last of several announced segments is empty. */
  SEGMENT_LAST_EMPTY,
  /** A segment's alignment is not a power of two. */
  SEGMENT_ALIGNMENT,
  /** A segment, or the frame as a whole, is longer than the configured limit. */
  SEGMENT_TOO_LARGE,
  /** A segment does not carry the checksum of its bytes. */
  SEGMENT_CRC,
  /** A secure frame does not authenticate. */
  FRAME_NOT_AUTHENTIC,
  /** The peer encrypted something else with every nonce that there is, and goes on. */
  NONCE_REUSED,
  /** The epilogue says neither that the frame is complete nor that it was aborted. */
  LATE_STATUS,
  /** A frame says that it is compressed although no compression was agreed on. */
  COMPRESSION_NOT_AGREED,
  /** The acceptor chose a compression method that the connector did not offer. */
  COMPRESSION_NOT_OFFERED,
  /** A compressed segment is not what the compression method makes. */
  COMPRESSED_MALFORMED,
  /** The segments of a compressed frame become longer together than the configured limit. */
  DECOMPRESSED_TOO_LARGE,
  /** The segments of a compressed frame become longer than its length makes plausible. */
  COMPRESSION_RATIO,
  /** A frame was aborted where nothing can be aborted: before the session is ready. */
  FRAME_ABORTED,
  /** A frame carries a tag that no revision defines. */
  TAG_UNKNOWN,
  /** A frame is not allowed in the state it arrived in. */
  TAG_OUT_OF_STATE,
  /** A control frame has more than one segment, or a message has too short a header. */
  SEGMENT_LAYOUT,

  /** A payload ends before the field that is being read. */
  PAYLOAD_SHORT,
  /** A payload goes on after its last field. */
  PAYLOAD_TRAILING_BYTES,
  /** A payload holds a value that its field cannot have. */
  PAYLOAD_MALFORMED,
  /** A structure can be read by newer implementations only. */
  STRUCT_INCOMPATIBLE,

  /** The peer's AUTH_SIGNATURE does not match what this side sent. */
  SIGNATURE_MISMATCH,
  /** The acceptor chose a connection mode that the connector did not offer. */
  MODE_NOT_OFFERED,
  /** The acceptor's authentication payload cannot be trusted, or cannot be understood. */
  AUTH_REPLY_INVALID,
  /** The connector asked to authenticate more often than one connection may. */
  AUTH_TOO_MANY_ATTEMPTS,

  /** The peer is an entity of another type than the one that was dialled. */
  WRONG_ENTITY_TYPE,
  /** The peer dialled an address that is not this entity's, or answers from another one. */
  WRONG_TARGET_ADDRESS,
  /** The peer names no address of its own. */
  ADDRESSES_EMPTY,
  /** The connector identified itself more often than one connection may. */
  IDENT_TOO_MANY_ATTEMPTS,
  /** The peer lacks features that this side requires. */
  FEATURES_MISSING
}
