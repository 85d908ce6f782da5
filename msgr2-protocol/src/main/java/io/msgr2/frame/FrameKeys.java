// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the two directions of a secure connection are encrypted with. All of it comes from the
 * connection secret: 16 bytes of key, 12 bytes of start nonce for what the acceptor sends, 12 for
 * what the connector sends; the rest is not used.
 */
public final class FrameKeys {
  /** How many bytes a connection secret must have; Ceph generates 64. */
  public static final int MIN_SECRET_BYTES = 40;

  private static final int KEY_END = 16;
  private static final int ACCEPTOR_NONCE_END = 28;

  private final SecretKey key;
  private final byte[] acceptorNonce;
  private final byte[] connectorNonce;

  /**
   * @param connectionSecret at least {@link #MIN_SECRET_BYTES} bytes; copied
   * @throws IllegalArgumentException when the secret is shorter
   */
  public FrameKeys(byte[] connectionSecret) {
    if (connectionSecret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "connection secret of "
              + connectionSecret.length
              + " bytes, at least "
              + MIN_SECRET_BYTES
              + " are needed");
    }
    key = new SecretKeySpec(connectionSecret, 0, KEY_END, "AES");
    acceptorNonce = Arrays.copyOfRange(connectionSecret, KEY_END, ACCEPTOR_NONCE_END);
    connectorNonce = Arrays.copyOfRange(connectionSecret, ACCEPTOR_NONCE_END, MIN_SECRET_BYTES);
  }

  SecretKey key() {
    return key;
  }

  /** Returns the nonces of what the given end of the TCP connection sends. */
  NonceSequence noncesOf(Role sender, Revision revision) {
    return new NonceSequence(
        revision,
        switch (sender) {
          case ACCEPTOR -> acceptorNonce;
          case CONNECTOR -> connectorNonce;
        });
  }

  @Override
  public String toString() {
    return "FrameKeys[secret]";
  }
}
