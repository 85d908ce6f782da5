// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One monitor in the monitor map.
 *
 * @param name the monitor's name, without {@code mon.}
 * @param addresses where it can be reached
 * @param priority clients try monitors with a smaller one first
 * @param weight how often clients pick it, among those of the same priority; 0 for all is evenly
 * @param crushLocation where it stands, as names by type
 * @param timeAdded when it joined; from Tentacle on
 */
public record MonInfo(
    String name,
    EntityAddressVector addresses,
    int priority,
    int weight,
    Map<String, String> crushLocation,
    Optional<Instant> timeAdded) {

  private static final int VERSION = 6;
  private static final int VERSION_BEFORE_TIME_ADDED = 5;

  public MonInfo {
    crushLocation = Collections.unmodifiableSortedMap(new TreeMap<>(crushLocation));
  }

  static MonInfo read(WireReader reader) {
    return reader.versioned(
        "monitor",
        VERSION,
        (version, body) ->
            new MonInfo(
                body.string(),
                EntityAddressVector.read(body),
                version >= 2 ? body.u16() : 0,
                version >= 4 ? body.u16() : 0,
                version >= 5 ? body.map(WireReader::string, WireReader::string) : Map.of(),
                version >= 6 ? Optional.of(body.utime()) : Optional.empty()));
  }

  void write(WireWriter writer) {
    writer.versioned(
        timeAdded.isPresent() ? VERSION : VERSION_BEFORE_TIME_ADDED,
        1,
        body -> {
          body.string(name);
          addresses.write(body);
          body.u16(priority).u16(weight).map(crushLocation, WireWriter::string, WireWriter::string);
          timeAdded.ifPresent(body::utime);
        });
  }
}
