// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.WireWriter;
import io.msgr2.rados.message.MessageBody;
import java.time.Instant;
import java.util.List;

/**
 * The map of managers of a cluster that has none, as version 6 of it says so.
 *
 * @param epoch counts the changes of the map
 */
record MMgrMap(long epoch) implements MessageBody {
  static final int TYPE = 0x704;

  private static final int VERSION = 6;
  private static final int COMPAT_VERSION = 6;
  private static final long NOBODY = 0;

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.versioned(
        VERSION,
        COMPAT_VERSION,
        body -> {
          body.u32(epoch);
          new EntityAddressVector(List.of()).write(body);
          body.u64(NOBODY).bool(false).string("");
          // Standbys, modules that are enabled, services, modules that there are.
          body.u32(0).u32(0).u32(0).u32(0);
          body.utime(Instant.EPOCH);
        });
  }
}
