// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The compression methods that Ceph's messengers have in every build, with their numbers on the
 * wire (docs/protocol-notes.md, Compression). Frames carry plain numbers, so that a peer may offer
 * methods that are unknown here.
 */
public enum CompressionMethod {
  SNAPPY(1),
  ZLIB(2),
  ZSTD(3),
  LZ4(4);

  private final int wire;

  CompressionMethod(int wire) {
    this.wire = wire;
  }

  /** Returns the number on the wire. */
  public int wire() {
    return wire;
  }

  /** Returns the method with the given number, if it is known here. */
  public static Optional<CompressionMethod> ofWire(int wire) {
    return Arrays.stream(values()).filter(method -> method.wire == wire).findFirst();
  }

  /**
   * Returns the method with the given name, as in {@code zstd}.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static CompressionMethod parse(String name) {
    List<CompressionMethod> all = List.of(values());
    return all.stream()
        .filter(method -> method.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is no compression method; known are "
                        + all.stream().map(Object::toString).collect(Collectors.joining(", "))));
  }

  /** Returns Ceph's name of the method, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
