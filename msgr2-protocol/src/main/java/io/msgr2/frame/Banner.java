// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.WireWriter;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes that either side sends (msgr2 spec, Banner).
 *
 * @param supported msgr2 feature bits that the sender has
 * @param required msgr2 feature bits that the sender insists on
 */
public record Banner(long supported, long required) {
  /** Frames may have the layout of {@link Revision#V2_1}. */
  public static final long REVISION_1 = 1;

  /** The compression handshake takes place. */
  public static final long COMPRESSION = 1 << 1;

  static final byte[] PREFIX = "ceph v2\n".getBytes(StandardCharsets.US_ASCII);
  static final int PAYLOAD_BYTES = 2 * Long.BYTES;

  /** Returns the banner's bytes. */
  public byte[] toBytes() {
    return WireWriter.toBytes(
        out -> out.bytes(PREFIX).u16(PAYLOAD_BYTES).u64(supported).u64(required));
  }

  /** Returns the revision that this side and the peer both have. */
  public Revision revisionWith(Banner peer) {
    return (supported & peer.supported & REVISION_1) != 0 ? Revision.V2_1 : Revision.V2_0;
  }

  /** Returns whether both this side and the peer have the given feature. */
  public boolean agrees(Banner peer, long feature) {
    return (supported & peer.supported & feature) != 0;
  }
}
