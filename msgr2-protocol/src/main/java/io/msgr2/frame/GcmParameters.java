// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import javax.crypto.spec.GCMParameterSpec;

/**
 * The parameters of AES-GCM for all operations of one direction of a connection: they always have
 * the nonce that is current. New ones for each operation would be 56 bytes of garbage.
 */
final class GcmParameters extends GCMParameterSpec {
  private static final int TAG_BITS = FrameLayout.AUTH_TAG * Byte.SIZE;

  private final byte[] nonce;

  /**
   * @param nonce read whenever a cipher is initialised; stays the caller's
   */
  GcmParameters(byte[] nonce) {
    super(TAG_BITS, nonce);
    this.nonce = nonce;
  }

  @Override
  public byte[] getIV() {
    return nonce.clone();
  }
}
