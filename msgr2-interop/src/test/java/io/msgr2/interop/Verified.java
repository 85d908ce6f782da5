// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.session.ConnectionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Keeps what was seen to work, for the table in the README: {@code bin/test} takes it from the file
 * that the system property {@value #FILE_PROPERTY} names, once all tests have passed. Without the
 * property nothing is written.
 */
final class Verified {
  private static final String FILE_PROPERTY = "msgr2.verified";
  private static final String NO_KEY = "-";

  private Verified() {}

  /** Records a connection with cephx that did what it should; to be called at a test's end. */
  static void record(Cluster cluster, TestClient self, ConnectionInfo info, KeyType key) {
    record(cluster, self.name().type(), info, key.toString());
  }

  /** Records a connection with a ticket whose key is not of the same type as the own one. */
  static void recordMixed(
      Cluster cluster, TestClient self, ConnectionInfo info, KeyType own, KeyType ticket) {
    record(cluster, self.name().type(), info, own + "+" + ticket);
  }

  /** Records a connection without keys that did what it should; to be called at a test's end. */
  static void record(Cluster cluster, TestClient self, ConnectionInfo info) {
    record(cluster, self.name().type(), info, NO_KEY);
  }

  /** Records that a stock client got from a monitor of ours what it asked for. */
  static void recordStockClient(Cluster cluster, ConnectionInfo info, KeyType key) {
    record(cluster, EntityType.MON, info, key.toString());
  }

  /** Records that a stock client got what it asked for from a monitor of ours without keys. */
  static void recordStockClient(Cluster cluster, ConnectionInfo info) {
    record(cluster, EntityType.MON, info, NO_KEY);
  }

  private static void record(Cluster cluster, EntityType self, ConnectionInfo info, String key) {
    String file = System.getProperty(FILE_PROPERTY);
    if (file == null) {
      return;
    }
    String line =
        String.join(
            "\t",
            cluster.version(),
            self.toString(),
            info.role().name().toLowerCase(Locale.ROOT),
            info.peer().type().toString(),
            AuthMethod.nameOf(info.authMethod()),
            key,
            info.revision().toString(),
            info.mode().toString());
    try {
      Files.writeString(
          Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
