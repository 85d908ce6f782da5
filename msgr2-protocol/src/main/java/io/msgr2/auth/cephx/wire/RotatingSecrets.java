// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.util.Map;

/**
 * The keys of a service as a monitor tells them to one of its daemons: as a rule the previous one,
 * the current one and the next one, not necessarily of the same type.
 *
 * @param keys the keys by the numbers under which tickets name them
 * @param newest number of the newest key
 */
public record RotatingSecrets(Map<Long, ExpiringKey> keys, long newest) {
  private static final int VERSION = 1;

  /**
   * A key and when it ends.
   *
   * @param key the key
   * @param expires when tickets sealed with it are not to be accepted any more
   */
  public record ExpiringKey(CephxKey key, Instant expires) {
    public static ExpiringKey read(WireReader reader) {
      reader.plainVersion("ExpiringCryptoKey", VERSION, VERSION);
      return new ExpiringKey(CephxKey.read(reader), reader.utime());
    }

    public void write(WireWriter writer) {
      writer.u8(VERSION);
      key.write(writer);
      writer.utime(expires);
    }
  }

  public static RotatingSecrets read(WireReader reader) {
    reader.plainVersion("RotatingSecrets", VERSION, VERSION);
    return new RotatingSecrets(reader.map(WireReader::u64, ExpiringKey::read), reader.u64());
  }

  public void write(WireWriter writer) {
    writer.u8(VERSION).map(keys, WireWriter::u64, (to, key) -> key.write(to)).u64(newest);
  }
}
