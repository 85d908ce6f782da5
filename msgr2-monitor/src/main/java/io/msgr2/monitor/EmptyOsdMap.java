// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.codec.WireWriter;
import io.msgr2.rados.message.MOSDMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The OSD map of a cluster without OSDs and pools, as 16.2.15 encodes it, which later releases read
 * as well (docs/protocol-notes.md, An OSD map without OSDs).
 *
 * @param created when the map was made; it never changes
 */
record EmptyOsdMap(UUID fsid, Instant created) {
  static final long EPOCH = 1;
  static final String FLAGS = "sortbitwise,recovery_deletes,purged_snapdirs,pglog_hardlimit";
  static final float FULL_RATIO = 0.95f;
  static final float BACKFILLFULL_RATIO = 0.9f;
  static final float NEARFULL_RATIO = 0.85f;

  private static final int FLAG_BITS = 0x588000;
  private static final int LUMINOUS = 12;
  private static final int PACIFIC = 16;
  private static final int CRUSH_MAGIC = 0x0001_0000;
  private static final int STRAW_ALGORITHMS = 0x36;

  /** Returns the message that answers a subscription. */
  MOSDMap message() {
    return new MOSDMap(fsid, Map.of(), Map.of(EPOCH, encode()), EPOCH, EPOCH);
  }

  /** Returns the map with its checksum. */
  byte[] encode() {
    byte[] map =
        WireWriter.toBytes(
            writer ->
                writer.versioned(
                    8,
                    7,
                    parts ->
                        parts
                            .versioned(9, 1, this::writeForClients)
                            .versioned(9, 1, EmptyOsdMap::writeForOsds)
                            .u32(0)));
    int checksumAt = map.length - Integer.BYTES;
    CRC32C crc = new CRC32C();
    crc.update(map, 0, checksumAt);
    // Ceph does not invert the result.
    ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN).putInt(checksumAt, ~(int) crc.getValue());
    return map;
  }

  private void writeForClients(WireWriter writer) {
    writer
        .u64(Long.reverseBytes(fsid.getMostSignificantBits()))
        .u64(Long.reverseBytes(fsid.getLeastSignificantBits()))
        .u32(EPOCH)
        .utime(created)
        .utime(created);
    writer.u32(0).u32(0).s32(0); // pools, their names, the highest number of a pool
    writer.u32(FLAG_BITS).s32(0); // OSDs
    writer.u32(0).u32(0).u32(0); // states, weights and addresses of OSDs
    writer.u32(0).u32(0).u32(0); // pg_temp, primary_temp, primary affinities
    writer.nested(EmptyOsdMap::writeCrush);
    writer.u32(0); // erasure code profiles
    writer.u32(0).u32(0); // pg_upmap, pg_upmap_items
    writer.u32(1); // version of the CRUSH map
    writer.u32(0).u32(0); // snapshots that were removed, and purged
    writer.utime(Instant.EPOCH).utime(Instant.EPOCH); // when an OSD last came up, and in
  }

  private static void writeCrush(WireWriter writer) {
    writer.u32(CRUSH_MAGIC).s32(0).u32(0).s32(0); // buckets, rules, devices
    writer.map(Map.of(0, "osd"), WireWriter::s32, WireWriter::string); // types
    writer.u32(0).u32(0); // names of buckets and rules
    // The tunables of the profile jewel.
    writer.u32(0).u32(0).u32(50).u32(1).u8(1).u8(1).u32(STRAW_ALGORITHMS).u8(1);
    writer.u32(0).u32(0).u32(0).u32(0); // classes, their names and buckets, choose_args
  }

  private static void writeForOsds(WireWriter writer) {
    writer.u32(0).u32(0).u32(0).u32(0); // heartbeat addresses, infos, blocklist, cluster addresses
    writer.u32(0).string(""); // the cluster's snapshot
    writer.u32(0).u32(0).u32(0); // identities, more infos, heartbeat addresses in front
    ratio(writer, NEARFULL_RATIO);
    ratio(writer, FULL_RATIO);
    ratio(writer, BACKFILLFULL_RATIO);
    writer.u8(LUMINOUS).u8(PACIFIC); // oldest client and OSD that the map can do with
    writer.u32(0).u32(0).u32(0); // snapshots to remove, flags of CRUSH nodes and device classes
  }

  private static void ratio(WireWriter writer, float ratio) {
    writer.s32(Float.floatToIntBits(ratio));
  }
}
