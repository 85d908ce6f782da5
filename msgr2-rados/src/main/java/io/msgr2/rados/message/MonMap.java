// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who the monitors of a cluster are and where ({@code MonMap}, from Nautilus on).
 *
 * @param fsid the cluster's identity
 * @param epoch counts the changes of the map
 * @param lastChanged when it changed last
 * @param created when it was made
 * @param persistentFeatures bits of what all monitors can do
 * @param optionalFeatures bits of what an administrator switched on
 * @param monitors the monitors by name
 * @param ranks the monitors' names in the order of their ranks
 * @param minMonRelease the oldest release that a monitor may be of; 14 is Nautilus; 0 when not said
 * @param removedRanks ranks that were given up
 * @param electionStrategy how the monitors elect their leader; 0 when not said
 * @param disallowedLeaders monitors that must not lead
 * @param stretch how the cluster spans two sites
 * @param authCiphers the keys that the cluster uses; from Tentacle on
 */
public record MonMap(
    UUID fsid,
    long epoch,
    Instant lastChanged,
    Instant created,
    long persistentFeatures,
    long optionalFeatures,
    Map<String, MonInfo> monitors,
    List<String> ranks,
    int minMonRelease,
    List<Long> removedRanks,
    int electionStrategy,
    List<String> disallowedLeaders,
    Stretch stretch,
    Optional<AuthCiphers> authCiphers) {

  private static final int VERSION = 10;
  private static final int VERSION_BEFORE_CIPHERS = 9;
  private static final int COMPAT_VERSION = 6;
  private static final int OLDEST_VERSION = 6;

  /**
   * How the cluster spans two sites.
   *
   * @param enabled whether it does
   * @param tiebreaker the monitor at a third one
   * @param markedDown monitors whose site is lost
   */
  public record Stretch(boolean enabled, String tiebreaker, List<String> markedDown) {
    static final Stretch NONE = new Stretch(false, "", List.of());

    static Stretch read(WireReader reader) {
      return new Stretch(reader.bool(), reader.string(), Fields.strings(reader));
    }

    void write(WireWriter writer) {
      writer.bool(enabled).string(tiebreaker);
      Fields.strings(writer, markedDown);
    }
  }

  /**
   * The types of cephx keys that the cluster uses.
   *
   * @param authEpoch grows when all service keys were replaced at once, and tickets are void
   * @param service the type of new service keys
   * @param allowed the types with which entities may log in
   * @param preferred the type of new keys for entities
   */
  public record AuthCiphers(long authEpoch, int service, List<Integer> allowed, int preferred) {
    static AuthCiphers read(WireReader reader) {
      return new AuthCiphers(
          reader.u32(), reader.s32(), reader.list(WireReader::s32), reader.s32());
    }

    void write(WireWriter writer) {
      writer.u32(authEpoch).s32(service).list(allowed, WireWriter::s32).s32(preferred);
    }
  }

  public MonMap {
    monitors = Collections.unmodifiableSortedMap(new TreeMap<>(monitors));
    ranks = List.copyOf(ranks);
  }

  /**
   * Reads a map.
   *
   * @throws ProtocolException when it is of a version before Nautilus, or damaged
   */
  public static MonMap read(WireReader reader) {
    return reader.versioned("monitor map", VERSION, MonMap::readVersion);
  }

  private static MonMap readVersion(int version, WireReader body) {
    if (version < OLDEST_VERSION) {
      throw new ProtocolException(
          Violation.STRUCT_INCOMPATIBLE,
          "monitor map of version "
              + version
              + ", oldest known here is "
              + OLDEST_VERSION
              + " (Nautilus)");
    }
    return new MonMap(
        Fields.fsid(body),
        body.u32(),
        body.utime(),
        body.utime(),
        readFeatures(body),
        readFeatures(body),
        body.map(WireReader::string, MonInfo::read),
        Fields.strings(body),
        version >= 7 ? body.u8() : 0,
        version >= 8 ? body.list(WireReader::u32) : List.of(),
        version >= 8 ? body.u8() : 0,
        version >= 8 ? Fields.strings(body) : List.of(),
        version >= 9 ? Stretch.read(body) : Stretch.NONE,
        version >= 10 ? Optional.of(AuthCiphers.read(body)) : Optional.empty());
  }

  /** Writes the map, in the oldest version that has room for everything in it. */
  public void write(WireWriter writer) {
    int version = authCiphers.isPresent() ? VERSION : VERSION_BEFORE_CIPHERS;
    writer.versioned(version, COMPAT_VERSION, this::writeBody);
  }

  private void writeBody(WireWriter writer) {
    Fields.fsid(writer, fsid);
    writer.u32(epoch).utime(lastChanged).utime(created);
    writeFeatures(writer, persistentFeatures);
    writeFeatures(writer, optionalFeatures);
    writer.map(monitors, WireWriter::string, (w, monitor) -> monitor.write(w));
    Fields.strings(writer, ranks);
    writer.u8(minMonRelease).list(removedRanks, WireWriter::u32).u8(electionStrategy);
    Fields.strings(writer, disallowedLeaders);
    stretch.write(writer);
    authCiphers.ifPresent(ciphers -> ciphers.write(writer));
  }

  private static long readFeatures(WireReader reader) {
    return reader.versioned("monitor features", 1, (version, body) -> body.u64());
  }

  private static void writeFeatures(WireWriter writer, long features) {
    writer.versioned(1, 1, body -> body.u64(features));
  }
}
