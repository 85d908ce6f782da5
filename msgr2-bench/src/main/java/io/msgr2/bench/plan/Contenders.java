// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Contender;
import io.msgr2.bench.peers.Once;
import io.msgr2.bench.peers.Pair;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Everybody who is measured. All have one event loop on each side unless they say otherwise. */
final class Contenders {
  private static final List<String> ECHO =
      List.of("echo", "--bind", "v2:127.0.0.1:0/0", "--stop-with-stdin");

  // Measured is what encryption costs, not whether it is secret.
  private static final String[] FIXED_SECRET = {
    "--modes", "secure", "--connection-secret", "00".repeat(64)
  };

  static final Pair RAW = pair("raw", "raw Netty", List.of("raw-echo"), "raw-load");
  static final Pair PLAIN = RAW.with("plain", "plain Netty", "--plain");
  static final Pair CRC = pair("crc", "msgr2 crc", ECHO, "load", "--turns");
  static final Pair SECURE = CRC.with("secure", "msgr2 secure", FIXED_SECRET);
  static final Pair GRPC = pair("grpc", "gRPC-Java", List.of("grpc-echo"), "grpc-load");
  static final Pair GRPC_STREAM =
      pair("grpc-stream", "gRPC-Java, a stream", List.of("grpc-echo"), "grpc-load", "--stream");
  static final Pair GRPC_STREAM_TLS =
      GRPC_STREAM.with("grpc-stream-tls", "gRPC-Java, a stream, TLS", "--tls");
  static final Pair IO_URING =
      CRC.with("io_uring", "msgr2 crc, io_uring", "--transport", "io_uring");
  static final Pair GRPC_TLS = GRPC.with("grpc-tls", "gRPC-Java, TLS", "--tls");

  /** Both sides send again what was lost, and remember it until the other has it. */
  static final Pair LOSSLESS =
      CRC.with("lossless_peer", "lossless_peer", "--policy", "lossless_peer");

  /** These connect, and close the connection once its session is ready, again and again. */
  static final Pair DIAL_CRC = pair("crc", "auth none, crc", ECHO, "dial");

  static final Contender IDLE_CRC = idle("crc", "msgr2 crc");
  static final Contender IDLE_SECURE = idle("secure", "msgr2 secure", FIXED_SECRET);

  private static final double IDLE_SECONDS = 6;

  private Contenders() {}

  static Pair onLoops(Pair pair, int loops) {
    String title = loops + (loops == 1 ? " loop" : " loops") + " each";
    return pair.with("loops-" + loops, title, "--event-loops", "" + loops);
  }

  static Pair compressing(String algorithm) {
    return CRC.with(algorithm, algorithm, "--compress", algorithm);
  }

  static Pair dialCephx(Path keyring) {
    return DIAL_CRC.with(
        "cephx", "cephx, secure", "--modes", "secure", "--auth", "cephx", "-k", "" + keyring);
  }

  private static Contender idle(String id, String title, String... arguments) {
    return new Once(
        id, title, Stream.concat(Stream.of("idle"), Stream.of(arguments)).toList(), IDLE_SECONDS);
  }

  private static Pair pair(String id, String title, List<String> server, String... client) {
    return new Pair(id, title, server, List.of(client), List.of());
  }
}
