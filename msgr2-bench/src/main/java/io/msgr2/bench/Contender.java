// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import java.util.ArrayList;
import java.util.List;

/** Who moves the bytes. */
enum Contender {
  RAW("raw Netty") {
    @Override
    List<String> server(BenchCase cell) {
      return List.of("raw-echo", "--size", "" + cell.dataBytes());
    }

    @Override
    List<String> client(BenchCase cell, String address, double warmupSeconds, double seconds) {
      String port = address.substring(address.lastIndexOf(':') + 1);
      return withLoad(cell, warmupSeconds, seconds, List.of("raw-load", "--port", port));
    }
  },
  CRC("msgr2 crc") {
    @Override
    List<String> server(BenchCase cell) {
      return List.of("echo", "--bind", ANY_PORT, "--stop-with-stdin", "--modes", "crc");
    }

    @Override
    List<String> client(BenchCase cell, String address, double warmupSeconds, double seconds) {
      return withLoad(
          cell,
          warmupSeconds,
          seconds,
          List.of("load", "--connect", address, "--modes", "crc", "--format", "json"));
    }
  },
  SECURE("msgr2 secure") {
    @Override
    List<String> server(BenchCase cell) {
      return List.of(
          "echo",
          "--bind",
          ANY_PORT,
          "--stop-with-stdin",
          "--modes",
          "secure",
          "--connection-secret",
          SECRET);
    }

    @Override
    List<String> client(BenchCase cell, String address, double warmupSeconds, double seconds) {
      return withLoad(
          cell,
          warmupSeconds,
          seconds,
          List.of(
              "load",
              "--connect",
              address,
              "--modes",
              "secure",
              "--connection-secret",
              SECRET,
              "--format",
              "json"));
    }
  };

  private static final String ANY_PORT = "v2:127.0.0.1:0/0";

  // Measured is what encryption costs, not whether it is secret.
  private static final String SECRET = "00".repeat(64);

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  abstract List<String> server(BenchCase cell);

  abstract List<String> client(
      BenchCase cell, String address, double warmupSeconds, double seconds);

  private static List<String> withLoad(
      BenchCase cell, double warmupSeconds, double seconds, List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--size", "" + cell.dataBytes(), "--depth", "" + cell.depth()));
    all.addAll(List.of("--connections", "" + cell.connections(), "--seconds", "" + seconds));
    all.addAll(List.of("--warmup", "" + warmupSeconds));
    return all;
  }
}
