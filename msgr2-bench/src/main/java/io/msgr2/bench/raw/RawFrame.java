// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

/**
 * The bytes of a request with data and of its empty answer, as msgr2.1-crc puts them on the wire:
 * what bare Netty has to move to do the same work.
 */
record RawExchange(int dataBytes) {
  /** Preamble, message header and its checksum. */
  static final int HEADER_BYTES = 32 + 41 + 4;

  /** Late status and three checksums. */
  static final int EPILOGUE_BYTES = 13;

  /** An answer without data has one segment, and therefore no epilogue. */
  static final int ANSWER_BYTES = HEADER_BYTES;

  int requestBytes() {
    return HEADER_BYTES + (dataBytes == 0 ? 0 : dataBytes + EPILOGUE_BYTES);
  }
}
