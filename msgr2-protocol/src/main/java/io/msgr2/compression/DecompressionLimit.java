// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;

/**
 * How long a segment may become.
 *
 * @param bytes the most that is allowed
 * @param violation what it is to exceed that
 */
public record DecompressionLimit(int bytes, Violation violation) {
  /**
   * Returns the length that a segment announces for itself.
   *
   * @throws ProtocolException when it is more than is allowed
   */
  public int checked(long announced) {
    if (announced > bytes) {
      throw new ProtocolException(
          violation,
          "a segment announces " + announced + " bytes when decompressed, the limit is " + bytes);
    }
    return (int) announced;
  }

  /**
   * Returns what to throw when a segment that announces no length turns out to exceed the limit.
   */
  public ProtocolException exceeded() {
    return new ProtocolException(
        violation, "a segment decompresses to more than the limit of " + bytes + " bytes");
  }

  /** Returns what to throw when a segment is not what its method makes. */
  public static ProtocolException malformed(CompressionMethod method, String detail) {
    return new ProtocolException(
        Violation.COMPRESSED_MALFORMED,
        "a " + method + " segment cannot be decompressed: " + detail);
  }
}
