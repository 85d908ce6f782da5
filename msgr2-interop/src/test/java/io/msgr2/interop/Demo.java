// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.interop.cluster.Cluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/** What {@code msgr2 mon} is given to be a monitor for the clients of a real cluster. */
final class Demo {
  private Demo() {}

  /** Writes a keyring with a new key of {@code mon.} and the cluster's key of client.admin. */
  static Path keyring(Cluster cluster, Path directory) {
    CephxKey mon = CephxKey.generate(KeyType.AES, Instant.EPOCH, new SecureRandom());
    try {
      return Files.writeString(
          directory.resolve("keyring"),
          """
          [mon.]
              key = %s
          [client.admin]
              key = %s
              caps mon = "allow *"
          """
              .formatted(mon.toBase64(), cluster.key(Login.ADMIN).toBase64()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
