// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import static io.msgr2.bench.report.Check.ratio;

import io.msgr2.bench.peers.Contender;
import io.msgr2.bench.peers.Iperf;
import io.msgr2.bench.peers.Pair;
import io.msgr2.bench.peers.Rados;
import io.msgr2.bench.peers.Shape;
import io.msgr2.bench.plan.Group.Entry;
import io.msgr2.bench.report.Check;
import io.msgr2.bench.report.Figure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What there is to measure. */
final class Sections {
  /** The cells of the matrix, if no others are asked for. */
  static final String CASES = "64-d1,64-d64,4K-d64,4K-d64-c8,1M-d16,4M-d16";

  /** Those of the matrix. */
  static final String CONTENDERS = "raw,plain,crc,secure,grpc,grpc-tls,iperf3";

  /** Those that can be asked for besides. */
  static final String MORE_CONTENDERS = "io_uring,grpc-stream,grpc-stream-tls";

  private static final double BETTER = 1.0;
  private static final double TWICE = 2.0;
  private static final double AS_FAST_AS_THE_KERNEL = 0.95;

  // Two loops have 2 / (compressing + decompressing), one has 1 / compressing.
  private static final double A_SECOND_CORE = 1.15;
  private static final int MIN_HANDSHAKES = 5_000;
  private static final int TOTAL_DEPTH = 1_000;

  /** What our modes have to reach, divided by the first of the bases. */
  private record Targets(double crc, double secure) {}

  private static final Targets BULK = new Targets(0.95, 0.70);
  private static final Map<String, Targets> TARGETS =
      Map.of(
          "64-d1", new Targets(0.92, 0.85),
          "64-d64", new Targets(0.60, 0.45),
          "4K-d64", new Targets(0.80, 0.60),
          "4K-d64-c8", new Targets(0.65, 0.50),
          "1M-d16", BULK,
          "4M-d16", BULK);

  private Sections() {}

  /** The table that all others are about the details of. */
  static SectionPlan matrix(List<Shape> shapes, Set<String> contenders, Optional<Iperf> iperf) {
    List<Group> groups = new ArrayList<>();
    for (Shape shape : shapes) {
      List<Entry> entries =
          Stream.concat(
                  duel(shape).stream(),
                  iperf.filter(it -> shape.isBulk()).map(it -> Entry.of(it, shape)).stream())
              .filter(entry -> contenders.contains(entry.column()))
              .toList();
      groups.add(new Group(shape.id(), shape.title(), bulkOrNot(shape), bases(shape), entries));
    }
    return new SectionPlan(
        "matrix",
        "Requests with data, empty answers",
        "All contenders of a row take turns. Raw Netty moves the same bytes in frames of the same"
            + " lengths and computes a CRC32C of them on both sides, as crc mode does: small ones by"
            + " the batch, large ones without a copy. Plain Netty is what one would write first: a"
            + " frame decoder, and a call and a buffer for each frame. In gRPC-Java each request is a"
            + " call, or, where the column says so, all of a connection are one stream. Below 1 MiB, targets are taken to plain Netty, which"
            + " hands each frame to a handler, as a messenger must and raw Netty does not; from 1 MiB"
            + " on, to raw Netty, since plain Netty copies what need not be copied.",
        groups);
  }

  /** The yardsticks; targets are taken to the first. */
  private static List<String> bases(Shape shape) {
    return shape.isBulk() ? List.of("raw", "plain") : List.of("plain", "raw");
  }

  private static List<Entry> duel(Shape shape) {
    Optional<Targets> targets = Optional.ofNullable(TARGETS.get(shape.id()));
    List<Check> raw = shape.isBulk() ? List.of(ratio("iperf3", AS_FAST_AS_THE_KERNEL)) : List.of();
    List<Check> crc = new ArrayList<>();
    List<Check> secure = new ArrayList<>();
    targets.ifPresent(
        it -> {
          crc.add(ratio(bases(shape).get(0), it.crc()));
          secure.add(ratio(bases(shape).get(0), it.secure()));
        });
    crc.add(ratio("grpc", BETTER));
    secure.add(ratio("grpc-tls", TWICE));
    return List.of(
        entry(Contenders.RAW, shape, raw),
        entry(Contenders.PLAIN, shape, List.of()),
        entry(Contenders.CRC, shape, crc),
        entry(Contenders.SECURE, shape, secure),
        entry(Contenders.GRPC, shape, List.of()),
        entry(Contenders.GRPC_TLS, shape, List.of()),
        entry(Contenders.GRPC_STREAM, shape, List.of()),
        entry(Contenders.GRPC_STREAM_TLS, shape, List.of()),
        entry(Contenders.IO_URING, shape, List.of()));
  }

  /** How fast sessions are made. */
  static SectionPlan handshakes(Path keyring) {
    Shape shape = new Shape(0, 1, 32);
    List<Entry> entries =
        List.of(
            Entry.of(Contenders.DIAL_CRC, shape, Check.atLeast(MIN_HANDSHAKES)),
            Entry.of(Contenders.dialCephx(keyring), shape));
    return new SectionPlan(
        "handshakes",
        "New connections per second",
        "From dialling until both sides are ready, and closing again, 32 at a time: with auth none"
            + " in crc mode, and with a shared cephx key in secure mode.",
        List.of(new Group("handshakes", "new connections", Figure.REQUESTS, List.of(), entries)));
  }

  /** What sessions cost that have nothing to say. */
  static SectionPlan memory() {
    Shape shape = new Shape(0, 1, 1);
    List<Entry> entries =
        List.of(
            Entry.of(Contenders.IDLE_CRC, shape, Check.atMost(12)),
            Entry.of(Contenders.IDLE_SECURE, shape, Check.atMost(25)));
    return new SectionPlan(
        "memory",
        "Memory of an idle session",
        "Heap and network buffers that thousands of sessions hold after a garbage collection,"
            + " divided by their number and by two, since both ends are in the same JVM.",
        List.of(new Group("memory", "idle session, each side", Figure.MEMORY, List.of(), entries)));
  }

  /** Whether a message costs the same among few and among many. */
  static SectionPlan flatness() {
    List<Group> groups = new ArrayList<>();
    for (Pair pair : List.of(Contenders.CRC, Contenders.RAW)) {
      List<Entry> wide =
          IntStream.of(1, 10, 100, 1000)
              .mapToObj(n -> labelled(n + " × " + TOTAL_DEPTH / n, pair, TOTAL_DEPTH / n, n))
              .toList();
      String title = pair.title() + ", connections × depth";
      groups.add(
          new Group("wide-" + pair.id(), title, Figure.CPU, List.of("1 × " + TOTAL_DEPTH), wide));
    }
    List<Entry> deep =
        IntStream.of(1, 4, 16, 64, 256, 1024)
            .mapToObj(depth -> labelled("depth " + depth, Contenders.CRC, depth, 1))
            .toList();
    groups.add(
        new Group("deep", "msgr2 crc, one connection", Figure.CPU, List.of("depth 64"), deep));
    return new SectionPlan(
        "flatness",
        "Cost of a message among few and among many",
        "Computing time that both processes together take for a request of 64 B and its answer, in"
            + " crc mode: with 1,000 requests in flight over so many connections, and with so many"
            + " requests in flight on one connection. At small depths each message also pays for"
            + " being waited for, and for a read and a write of its own; what of that is the"
            + " kernel's, raw Netty beside it shows.",
        groups);
  }

  private static Entry labelled(String column, Pair pair, int depth, int connections) {
    return new Entry(column, column, pair, new Shape(64, depth, connections), List.of());
  }

  /** Whether a second event loop helps. */
  static SectionPlan loops() {
    Shape shape = new Shape(4096, 64, 2);
    List<Group> groups = new ArrayList<>();
    groups.add(onLoops(Contenders.CRC, shape));
    groups.add(onLoops(Contenders.SECURE, shape));
    groups.add(onLoops(Contenders.compressing("zlib"), shape, ratio("loops-1", A_SECOND_CORE)));
    return new SectionPlan(
        "loops",
        "Two connections on one event loop and on two",
        "Where both ends keep one core each busy, there is nothing left for a second event loop. With"
            + " zlib, compressing keeps the client's loop busy, and decompressing leaves most of the"
            + " server's core idle, until a second loop takes it.",
        groups);
  }

  private static Group onLoops(Pair pair, Shape shape, Check... second) {
    List<Entry> entries =
        List.of(
            Entry.of(Contenders.onLoops(pair, 1), shape),
            Entry.of(Contenders.onLoops(pair, 2), shape, second));
    String title = pair.title() + ", " + shape.title();
    return new Group("loops-" + pair.id(), title, Figure.REQUESTS, List.of("loops-1"), entries);
  }

  /** What it costs to lose nothing. */
  static SectionPlan policies() {
    List<Group> groups =
        Stream.of(new Shape(64, 64, 1), new Shape(4096, 64, 1), new Shape(1 << 20, 16, 1))
            .map(
                shape ->
                    new Group(
                        "policies-" + shape.id(),
                        shape.title(),
                        bulkOrNot(shape),
                        List.of("crc"),
                        List.of(
                            new Entry("crc", "lossy", Contenders.CRC, shape, List.of()),
                            Entry.of(Contenders.LOSSLESS, shape, ratio("crc", 0.9)))))
            .toList();
    return new SectionPlan(
        "policies",
        "Lossless sessions beside lossy ones",
        "Both in crc mode. A lossless session keeps what it sent until that is acknowledged.",
        groups);
  }

  /** What compression costs. */
  static SectionPlan compression() {
    List<Group> groups =
        Stream.of(new Shape(4096, 64, 1), new Shape(1 << 20, 16, 1))
            .map(
                shape ->
                    new Group(
                        "compression-" + shape.id(),
                        shape.title(),
                        bulkOrNot(shape),
                        List.of("crc"),
                        Stream.concat(
                                Stream.<Contender>of(Contenders.CRC),
                                Stream.of("snappy", "zstd", "lz4", "zlib")
                                    .map(Contenders::compressing))
                            .map(contender -> Entry.of(contender, shape))
                            .toList()))
            .toList();
    return new SectionPlan(
        "compression",
        "Compression",
        "In crc mode, beside the same without compression. The data repeats itself"
            + " every 256 bytes, so next to nothing is left of it.",
        groups);
  }

  /** What a cluster does, in which the messenger is one part of many. */
  static SectionPlan rados(Rados rados) {
    List<Group> groups =
        Stream.of(new Shape(4096, 64, 1), new Shape(1 << 20, 16, 1), new Shape(4 << 20, 16, 1))
            .map(
                shape ->
                    new Group(
                        "rados-" + shape.id(),
                        shape.title(),
                        bulkOrNot(shape),
                        List.of(),
                        List.of(Entry.of(rados, shape))))
            .toList();
    return new SectionPlan(
        "rados",
        "A Ceph cluster, for orientation",
        "Writes by 'rados bench'. The cluster also replicates and stores what it gets.",
        groups);
  }

  private static Entry entry(Contender contender, Shape shape, List<Check> checks) {
    return new Entry(contender.id(), contender.title(), contender, shape, checks);
  }

  private static Figure bulkOrNot(Shape shape) {
    return shape.isBulk() ? Figure.MEGABYTES : Figure.REQUESTS;
  }
}
