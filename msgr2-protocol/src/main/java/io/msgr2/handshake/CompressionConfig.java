// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.address.EntityType;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.RatioLimit;
import io.msgr2.frame.ConnectionMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which frames this side wants compressed. That both sides want it is what it takes, and that they
 * have a method in common; the order of the connecting side decides which one it is.
 *
 * @param algorithms the most wanted first
 * @param peers the types of peers for which Ceph's mode is "force"; for others it is "none"
 * @param minimumBytes how long the segments of a frame have to be together; shorter ones are sent
 *     as they are
 * @param whenSecure whether also frames are compressed that are encrypted, whose length then tells
 *     something of their content
 * @param ratioLimit how many times their length received frames may become
 */
public record CompressionConfig(
    List<CompressionAlgorithm> algorithms,
    Set<EntityType> peers,
    int minimumBytes,
    boolean whenSecure,
    RatioLimit ratioLimit) {
  /** Ceph's {@code ms_osd_compress_min_size}. */
  public static final int DEFAULT_MINIMUM_BYTES = 1024;

  /** Nothing is compressed, and the banner does not say that it could be. */
  public static final CompressionConfig NONE =
      new CompressionConfig(List.of(), Set.of(), DEFAULT_MINIMUM_BYTES, false, RatioLimit.DEFAULT);

  public CompressionConfig {
    algorithms = List.copyOf(algorithms);
    peers = Set.copyOf(peers);
    if (minimumBytes < 0) {
      throw new IllegalArgumentException("a frame cannot have " + minimumBytes + " bytes");
    }
    if (algorithms.stream().map(CompressionAlgorithm::method).distinct().count()
        < algorithms.size()) {
      throw new IllegalArgumentException("a compression method is named twice");
    }
  }

  /**
   * Returns what compresses frames from 1 KiB on, for peers of any type, unless they are encrypted.
   *
   * @param methods the most wanted first
   * @throws io.msgr2.compression.CompressionUnavailableException when a method lacks an artifact
   */
  public static CompressionConfig force(CompressionMethod... methods) {
    return new CompressionConfig(
        Stream.of(methods).map(CompressionAlgorithms::find).toList(),
        EnumSet.allOf(EntityType.class),
        DEFAULT_MINIMUM_BYTES,
        false,
        RatioLimit.DEFAULT);
  }

  /** Returns the same for peers of the given types only; Ceph compresses for OSDs only. */
  public CompressionConfig withPeers(EntityType... types) {
    return new CompressionConfig(algorithms, Set.of(types), minimumBytes, whenSecure, ratioLimit);
  }

  /** Returns the same for frames that have at least so many bytes. */
  public CompressionConfig withMinimumBytes(int bytes) {
    return new CompressionConfig(algorithms, peers, bytes, whenSecure, ratioLimit);
  }

  /** Returns the same with encrypted frames compressed, or not. */
  public CompressionConfig withWhenSecure(boolean allowed) {
    return new CompressionConfig(algorithms, peers, minimumBytes, allowed, ratioLimit);
  }

  /** Returns the same with another limit of the ratio. */
  public CompressionConfig withRatioLimit(RatioLimit limit) {
    return new CompressionConfig(algorithms, peers, minimumBytes, whenSecure, limit);
  }

  /** Returns whether the banner has to offer the compression handshake. */
  public boolean isOffered() {
    return !peers.isEmpty();
  }

  /** Returns whether frames are to be compressed, if the peer agrees. */
  public boolean isWanted(EntityType peer, ConnectionMode mode) {
    return peers.contains(peer) && (mode != ConnectionMode.SECURE || whenSecure);
  }

  /** Returns the methods for peers of a type, the most wanted first. */
  public List<CompressionMethod> methods(EntityType peer) {
    return peers.contains(peer)
        ? algorithms.stream().map(CompressionAlgorithm::method).toList()
        : List.of();
  }

  /**
   * Returns what the first of the peer's methods is that this side has too.
   *
   * @param offered numbers of methods, the peer's most wanted first
   */
  public Optional<CompressionAlgorithm> pick(EntityType peer, List<Integer> offered) {
    if (!peers.contains(peer)) {
      return Optional.empty();
    }
    return offered.stream()
        .flatMap(number -> algorithms.stream().filter(has -> has.method().wire() == number))
        .findFirst();
  }
}
