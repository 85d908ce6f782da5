// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityType;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows from a configuration: the questions that Ceph's own registry is asked in tests. */
class CompressionConfigTest {
  private static final CompressionConfig SNAPPY_FOR_OSDS =
      config(List.of(new Named(CompressionMethod.SNAPPY)), EntityType.OSD);

  /** A question, and its answer. */
  private record Row(
      String text,
      CompressionConfig config,
      Function<CompressionConfig, Object> question,
      Object answer) {
    @Override
    public String toString() {
      return text;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        new Row(
            "CO-01: is it allowed in mode secure",
            SNAPPY_FOR_OSDS,
            CompressionConfig::whenSecure,
            false),
        new Row(
            "CO-02: methods for monitors",
            SNAPPY_FOR_OSDS,
            c -> c.methods(EntityType.MON),
            List.of()),
        new Row(
            "CO-02: pick for a monitor", SNAPPY_FOR_OSDS, pick(EntityType.MON, 2, 1), List.of()),
        new Row("CO-02: wanted with a monitor", SNAPPY_FOR_OSDS, wanted(EntityType.MON), "no, no"),
        new Row(
            "CO-03: methods for OSDs",
            SNAPPY_FOR_OSDS,
            c -> c.methods(EntityType.OSD),
            List.of(CompressionMethod.SNAPPY)),
        new Row(
            "CO-03: pick for an OSD",
            SNAPPY_FOR_OSDS,
            pick(EntityType.OSD, 1, 2),
            List.of(CompressionMethod.SNAPPY)),
        new Row("CO-04: wanted with an OSD", SNAPPY_FOR_OSDS, wanted(EntityType.OSD), "yes, no"),
        new Row(
            "CO-05: pick what is not there", SNAPPY_FOR_OSDS, pick(EntityType.OSD, 2), List.of()),
        new Row(
            "CO-06: wanted in mode none", CompressionConfig.NONE, wanted(EntityType.OSD), "no, no"),
        new Row(
            "CO-07: pick without a method",
            config(List.of(), EntityType.OSD),
            pick(EntityType.OSD, 2, 1),
            List.of()),
        new Row("CO-08: minimum", SNAPPY_FOR_OSDS, CompressionConfig::minimumBytes, 1024),
        new Row(
            "CO-09: is it allowed in mode secure",
            SNAPPY_FOR_OSDS.withWhenSecure(true),
            CompressionConfig::whenSecure,
            true),
        new Row(
            "CO-09: wanted with an OSD when allowed in mode secure",
            SNAPPY_FOR_OSDS.withWhenSecure(true),
            wanted(EntityType.OSD),
            "yes, yes"),
        new Row(
            "pick for an OSD of several",
            config(
                List.of(
                    new Named(CompressionMethod.SNAPPY),
                    new Named(CompressionMethod.ZSTD),
                    new Named(CompressionMethod.LZ4)),
                EntityType.OSD),
            pick(EntityType.OSD, 5, 2, 4, 1),
            List.of(CompressionMethod.LZ4)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void every_question_has_the_answer_that_ceph_gives(Row row) {
    assertThat(row.question.apply(row.config)).as(row.text).isEqualTo(row.answer);
  }

  @Test
  void the_banner_offers_compression_when_there_are_peers_to_compress_for() {
    assertThat(CompressionConfig.NONE.isOffered()).isFalse();
    assertThat(SNAPPY_FOR_OSDS.isOffered()).isTrue();
  }

  @Test
  void another_limit_of_the_ratio_changes_nothing_else() {
    RatioLimit limit = new RatioLimit(10, 20_000);
    CompressionConfig config = SNAPPY_FOR_OSDS.withRatioLimit(limit);
    assertThat(config.ratioLimit()).isEqualTo(limit);
    assertThat(config.withRatioLimit(SNAPPY_FOR_OSDS.ratioLimit())).isEqualTo(SNAPPY_FOR_OSDS);
  }

  @Test
  void refuses_what_makes_no_sense() {
    Named snappy = new Named(CompressionMethod.SNAPPY);
    assertThatThrownBy(() -> config(List.of(snappy, snappy), EntityType.OSD))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SNAPPY_FOR_OSDS.withMinimumBytes(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RatioLimit(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static CompressionConfig config(
      List<CompressionAlgorithm> algorithms, EntityType... peers) {
    return new CompressionConfig(algorithms, Set.of(peers), 1024, false, RatioLimit.DEFAULT);
  }

  private static Function<CompressionConfig, Object> pick(EntityType peer, Integer... offered) {
    return config ->
        config.pick(peer, List.of(offered)).map(CompressionAlgorithm::method).stream().toList();
  }

  /** Asks for mode crc, then for mode secure. */
  private static Function<CompressionConfig, Object> wanted(EntityType peer) {
    return config ->
        (config.isWanted(peer, ConnectionMode.CRC) ? "yes" : "no")
            + (config.isWanted(peer, ConnectionMode.SECURE) ? ", yes" : ", no");
  }

  /** A method by name: negotiating needs no more of it. */
  private record Named(CompressionMethod method) implements CompressionAlgorithm {
    @Override
    public Optional<String> missingArtifact() {
      return Optional.empty();
    }

    @Override
    public SegmentCompressor compressor() {
      throw new AssertionError("nothing is compressed here");
    }

    @Override
    public SegmentDecompressor decompressor() {
      throw new AssertionError("nothing is decompressed here");
    }
  }
}
