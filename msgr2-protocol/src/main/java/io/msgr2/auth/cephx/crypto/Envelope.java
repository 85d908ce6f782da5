// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import io.msgr2.codec.WireWriter;
import java.util.Arrays;
import java.util.Optional;

/**
 * The nine bytes that stand before every structure inside its encryption: a version and a constant
 * by which Ceph tells a good decryption from a bad one.
 */
final class Envelope {
  private static final int VERSION = 1;
  private static final long MAGIC = 0xff009cad8826aa55L;
  private static final int VERSION_BYTES = 1;
  private static final byte[] MAGIC_BYTES = WireWriter.toBytes(writer -> writer.u64(MAGIC));
  private static final int HEADER_BYTES = VERSION_BYTES + Long.BYTES;

  private Envelope() {}

  static byte[] wrap(byte[] content) {
    return WireWriter.toBytes(writer -> writer.u8(VERSION).bytes(MAGIC_BYTES).bytes(content));
  }

  /** Returns the content, or nothing when this is no envelope. Ceph ignores the version as well. */
  static Optional<byte[]> unwrap(byte[] envelope) {
    if (envelope.length < HEADER_BYTES
        || !Arrays.equals(
            envelope, VERSION_BYTES, HEADER_BYTES, MAGIC_BYTES, 0, MAGIC_BYTES.length)) {
      return Optional.empty();
    }
    return Optional.of(Arrays.copyOfRange(envelope, HEADER_BYTES, envelope.length));
  }
}
