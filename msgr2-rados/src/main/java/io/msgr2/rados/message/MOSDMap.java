// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * OSD maps, subscribed to as {@code osdmap}. The maps themselves stay as they are encoded.
 *
 * @param fsid the cluster's identity
 * @param incrementals changes, by the epoch that each leads to
 * @param full whole maps, by epoch
 * @param oldest the oldest epoch that the cluster still has
 * @param newest the newest epoch
 */
public record MOSDMap(
    UUID fsid, Map<Long, byte[]> incrementals, Map<Long, byte[]> full, long oldest, long newest)
    implements MessageBody {
  public static final int TYPE = 41;

  private static final int VERSION = 4;
  private static final int COMPAT_VERSION = 3;

  public MOSDMap {
    incrementals = Collections.unmodifiableSortedMap(new TreeMap<>(incrementals));
    full = Collections.unmodifiableSortedMap(new TreeMap<>(full));
  }

  /** Reads the fields. */
  public static MOSDMap read(WireReader reader) {
    return new MOSDMap(
        Fields.fsid(reader),
        reader.map(WireReader::u32, WireReader::blob),
        reader.map(WireReader::u32, WireReader::blob),
        reader.u32(),
        reader.u32());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public int compatVersion() {
    return COMPAT_VERSION;
  }

  @Override
  public void write(WireWriter writer) {
    Fields.fsid(writer, fsid);
    // The last field counts snapshots removed in epochs that are left out: none.
    writer
        .map(incrementals, WireWriter::u32, WireWriter::blob)
        .map(full, WireWriter::u32, WireWriter::blob)
        .u32(oldest)
        .u32(newest)
        .u32(0);
  }
}
