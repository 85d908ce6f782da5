// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Where the OSDs of a cluster are: the part of a full OSD map ({@code OSDMap}, from Nautilus on)
 * that it takes to dial one. Pools, placement and all else is passed over.
 *
 * @param fsid the cluster's identity
 * @param epoch counts the changes of the map
 * @param addresses by the OSDs' numbers, without those that are not up
 */
public record OsdMapAddresses(UUID fsid, long epoch, Map<Integer, EntityAddressVector> addresses) {
  private static final int WRAPPER_VERSION = 8;
  private static final int CLIENT_VERSION = 10;
  private static final int OLDEST_CLIENT_VERSION = 8;
  private static final int POOL_VERSION = Integer.MAX_VALUE;
  private static final int UP = 2;

  /**
   * Reads a full map.
   *
   * @throws ProtocolException when it is of a version before Nautilus, or damaged
   */
  public static OsdMapAddresses read(WireReader reader) {
    return reader.versioned(
        "OSD map",
        WRAPPER_VERSION,
        (wrapper, parts) ->
            parts.versioned("OSD map for clients", CLIENT_VERSION, OsdMapAddresses::readBody));
  }

  private static OsdMapAddresses readBody(int version, WireReader body) {
    if (version < OLDEST_CLIENT_VERSION) {
      throw new ProtocolException(
          Violation.STRUCT_INCOMPATIBLE,
          "OSD map for clients of version "
              + version
              + ", oldest known here is "
              + OLDEST_CLIENT_VERSION
              + " (Nautilus)");
    }
    UUID fsid = Fields.fsid(body);
    long epoch = body.u32();
    body.utime();
    body.utime();
    // Pools are not looked at, so it does not matter who could read them.
    body.map(WireReader::u64, r -> r.versioned("pool", POOL_VERSION, (v, pool) -> v));
    body.map(WireReader::u64, WireReader::string);
    body.s32();
    body.u32();
    body.s32();
    List<Integer> states = body.list(WireReader::s32);
    body.list(WireReader::u32);
    List<EntityAddressVector> all = body.list(EntityAddressVector::read);
    Map<Integer, EntityAddressVector> up = new TreeMap<>();
    for (int osd = 0; osd < Math.min(states.size(), all.size()); osd++) {
      if ((states.get(osd) & UP) != 0) {
        up.put(osd, all.get(osd));
      }
    }
    return new OsdMapAddresses(fsid, epoch, Collections.unmodifiableMap(up));
  }
}
