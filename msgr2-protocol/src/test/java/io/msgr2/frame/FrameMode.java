// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.netty.buffer.ByteBufAllocator;

/** The four layouts of frames, each with the ends of a connection whose connector sends. */
enum FrameMode {
  CRC_2_0(Revision.V2_0, ConnectionMode.CRC),
  SECURE_2_0(Revision.V2_0, ConnectionMode.SECURE),
  CRC_2_1(Revision.V2_1, ConnectionMode.CRC),
  SECURE_2_1(Revision.V2_1, ConnectionMode.SECURE);

  /** The connection secret of the golden vectors: 00 01 02 … 3f. */
  private static final byte[] SECRET = new byte[64];

  static {
    for (int i = 0; i < SECRET.length; i++) {
      SECRET[i] = (byte) i;
    }
  }

  private final Revision revision;
  private final ConnectionMode protection;

  FrameMode(Revision revision, ConnectionMode protection) {
    this.revision = revision;
    this.protection = protection;
  }

  static byte[] secret() {
    return SECRET.clone();
  }

  Revision revision() {
    return revision;
  }

  boolean isSecure() {
    return protection == ConnectionMode.SECURE;
  }

  FrameEncoder encoder() {
    FrameEncoder encoder = new FrameEncoder(revision);
    if (isSecure()) {
      encoder.secure(new FrameKeys(SECRET), Role.CONNECTOR);
    }
    return encoder;
  }

  FrameDecoder decoder(int limitBytes, ByteBufAllocator allocator) {
    FrameDecoder decoder = new FrameDecoder(revision, limitBytes, allocator);
    if (isSecure()) {
      decoder.secure(new FrameKeys(SECRET), Role.CONNECTOR);
    }
    return decoder;
  }

  @Override
  public String toString() {
    return revision + " " + protection;
  }
}
