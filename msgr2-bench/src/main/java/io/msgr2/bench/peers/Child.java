// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that ends when this object is closed, or with its stdin when this JVM dies. */
final class Child implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long STOP_SECONDS = 5;

  private final String name;
  private final Process process;
  private final BufferedReader out;
  private final PrintStream in;
  private final Path complaints;
  private MappingIterator<JsonNode> results;

  /**
   * @param name of the program, for messages
   */
  Child(String name, List<String> command) throws IOException {
    this.name = name;
    complaints = Files.createTempFile("msgr2-bench", ".err");
    process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
    out = process.inputReader(StandardCharsets.UTF_8);
    in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Waits for the line with which a server says where it listens, and returns the address. */
  String listening() throws IOException {
    return awaitLine("listening ").substring("listening ".length());
  }

  /** Waits for a line that has the given words in it. */
  String awaitLine(String words) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(words)) {
        return line;
      }
    }
    throw failure();
  }

  void tell(String line) {
    in.println(line);
  }

  /** Waits for the next JSON object. */
  ObjectNode result() throws IOException {
    if (results == null) {
      results = JSON.readerFor(JsonNode.class).readValues(out);
    }
    if (!results.hasNextValue() || !(results.nextValue() instanceof ObjectNode result)) {
      throw failure();
    }
    return result;
  }

  /** Waits for the end and returns what was printed. */
  String output() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line).append('\n');
    }
    if (process.waitFor() != 0) {
      throw failure();
    }
    return text.toString();
  }

  /** Returns how much computing time the process has taken so far, in steps of 10 ms. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    in.close();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    try {
      Files.deleteIfExists(complaints);
    } catch (IOException e) {
      // It is in the directory for what may be lost.
    }
  }

  private IOException failure() throws IOException {
    List<String> lines = Files.readAllLines(complaints);
    String last = lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
    return new IOException(name + " ended: " + last);
  }
}
