// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options that the monitors have for this client, subscribed to as {@code config}.
 *
 * @param options values by the options' names
 */
public record MConfig(Map<String, String> options) implements MessageBody {
  public static final int TYPE = 62;

  public MConfig {
    options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
  }

  /** Reads the fields. */
  public static MConfig read(WireReader reader) {
    return new MConfig(reader.map(WireReader::string, WireReader::string));
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public void write(WireWriter writer) {
    writer.map(options, WireWriter::string, WireWriter::string);
  }

  /** Names the options without their values, which may be secrets. */
  @Override
  public String toString() {
    return "MConfig" + options.keySet();
  }
}
