// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import static io.msgr2.compression.DecompressionLimit.malformed;

import io.msgr2.codec.ProtocolException;
import io.msgr2.compression.CompressionMethod;

/**
 * Decompresses blocks of LZ4 that refer to the blocks before them, which the library cannot. A
 * block is a row of sequences: a token, which holds two lengths; literals; and a match, which the
 * last sequence does not have.
 */
final class Lz4Chain {
  private static final int NIBBLE_BITS = 4;
  private static final int NIBBLE_MASK = 0xf;
  private static final int BYTE_MASK = 0xff;
  private static final int MIN_MATCH_BYTES = 4;

  private final byte[] in;
  private final byte[] out;
  private final int outStart;
  private int inAt;
  private int inEnd;
  private int outAt;
  private int outEnd;

  /**
   * @param inStart where the first block begins
   * @param outStart where its original bytes shall begin
   */
  Lz4Chain(byte[] in, int inStart, byte[] out, int outStart) {
    this.in = in;
    this.out = out;
    this.outStart = outStart;
    this.inAt = inStart;
    this.outAt = outStart;
  }

  /**
   * Decompresses the next block. Both lengths have to fit the arrays.
   *
   * @param inBytes its length
   * @param outBytes its original length
   * @throws ProtocolException when it is no such block
   */
  void decompress(int inBytes, int outBytes) {
    inEnd = inAt + inBytes;
    outEnd = outAt + outBytes;
    while (true) {
      int token = next();
      copyLiterals(length(token >> NIBBLE_BITS));
      if (inAt == inEnd) {
        break;
      }
      int offset = next() | next() << Byte.SIZE;
      copyMatch(offset, length(token & NIBBLE_MASK) + MIN_MATCH_BYTES);
    }
    if (outAt != outEnd) {
      throw broken("a block is shorter than announced");
    }
  }

  private void copyLiterals(long bytes) {
    if (bytes > inEnd - inAt || bytes > outEnd - outAt) {
      throw broken("literals go beyond a block");
    }
    System.arraycopy(in, inAt, out, outAt, (int) bytes);
    inAt += (int) bytes;
    outAt += (int) bytes;
  }

  /** Copies byte by byte, since a match may go on in what it produces. */
  private void copyMatch(int offset, long bytes) {
    if (offset == 0 || offset > outAt - outStart || bytes > outEnd - outAt) {
      throw broken("a match goes beyond what is there");
    }
    for (int end = outAt + (int) bytes; outAt < end; outAt++) {
      out[outAt] = out[outAt - offset];
    }
  }

  /** Returns a length that begins in a token and goes on in bytes as long as they are full. */
  private long length(int nibble) {
    long length = nibble;
    if (nibble == NIBBLE_MASK) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == BYTE_MASK);
    }
    return length;
  }

  private int next() {
    if (inAt == inEnd) {
      throw broken("a block is cut");
    }
    return in[inAt++] & BYTE_MASK;
  }

  private static ProtocolException broken(String detail) {
    return malformed(CompressionMethod.LZ4, detail);
  }
}
