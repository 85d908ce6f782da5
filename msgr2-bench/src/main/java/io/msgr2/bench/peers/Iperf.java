// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the kernel moves from one process to another when nobody looks at the bytes: {@code iperf3},
 * one stream, in writes of the size of a request, or of as much as it can.
 *
 * @param program the executable
 */
public record Iperf(Path program) implements Contender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_WRITE_BYTES = 1 << 20;
  private static final String HOST = "127.0.0.1";

  /** Returns it, if the machine has it. */
  public static Optional<Iperf> find() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, "iperf3"))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Iperf::new);
  }

  @Override
  public String id() {
    return "iperf3";
  }

  @Override
  public String title() {
    return "iperf3";
  }

  @Override
  public double extraSeconds() {
    return 0.4;
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public Peers start(Shape shape, Jdk jdk) {
    return new Peers() {
      @Override
      public ObjectNode turn(double seconds) throws IOException, InterruptedException {
        return measure(shape, seconds);
      }

      @Override
      public void close() {
        // Each turn has ended its processes.
      }
    };
  }

  private ObjectNode measure(Shape shape, double seconds) throws IOException, InterruptedException {
    String port = "" + freePort();
    String whole = "" + (int) Math.ceil(seconds);
    String size = "" + Math.min(MAX_WRITE_BYTES, shape.dataBytes());
    try (Child server =
        new Child("iperf3 -s", command("-s", "-1", "--forceflush", "-B", HOST, "-p", port))) {
      server.awaitLine("listening");
      try (Child client =
          new Child("iperf3 -c", command("-c", HOST, "-p", port, "-t", whole, "-l", size, "-J"))) {
        return result(JSON.readTree(client.output()), shape);
      }
    }
  }

  private List<String> command(String... arguments) {
    return Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
  }

  private static ObjectNode result(JsonNode report, Shape shape) throws IOException {
    double bits = report.at("/end/sum_received/bits_per_second").asDouble();
    if (bits <= 0) {
      throw new IOException("iperf3 measured nothing: " + report.path("error").asText());
    }
    ObjectNode result = JSON.createObjectNode();
    result.put("requestsPerSecond", bits / 8 / shape.dataBytes());
    return result.put("megabytesPerSecond", bits / 8e6);
  }

  // It cannot take a port of its own choice and say which.
  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }
}
