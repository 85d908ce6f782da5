// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** What unmodified daemons and clients once said, by name. */
public final class Captured {
  private final Properties values = new Properties();

  /**
   * @param file the name of a file next to this class
   */
  public Captured(String file) {
    try (InputStream in = Captured.class.getResourceAsStream(file)) {
      values.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public CephxKey key() {
    return CephxKey.parse(text("key"));
  }

  public String text(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("nothing was captured by the name " + name);
    }
    return value.strip();
  }

  public byte[] bytes(String name) {
    return HexFormat.of().parseHex(text(name));
  }

  public long number(String name) {
    return Long.parseLong(text(name));
  }

  /** Returns a number that was noted down in hex. */
  public long word(String name) {
    return Long.parseUnsignedLong(text(name), 16);
  }

  public List<Integer> numbers(String name) {
    return Stream.of(text(name).split(",")).map(Integer::valueOf).toList();
  }
}
