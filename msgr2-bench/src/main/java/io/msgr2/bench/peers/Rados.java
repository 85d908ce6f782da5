// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a whole Ceph cluster does with writes of the same size: {@code rados bench}.
 *
 * @param conf the cluster's ceph.conf
 * @param pool where to write; what is written is removed again
 */
public record Rados(Path conf, String pool) implements Contender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MEGABYTES_OF_MEBIBYTE = 1.048576;

  @Override
  public String id() {
    return "rados";
  }

  @Override
  public String title() {
    return "rados bench write";
  }

  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public double extraSeconds() {
    return 2;
  }

  @Override
  public Peers start(Shape shape, Jdk jdk) {
    return new Peers() {
      @Override
      public ObjectNode turn(double seconds) throws IOException, InterruptedException {
        List<String> command =
            List.of(
                "rados",
                "-c",
                conf.toString(),
                "-p",
                pool,
                "bench",
                "" + (int) Math.ceil(seconds),
                "write",
                "-b",
                "" + shape.dataBytes(),
                "-t",
                "" + shape.depth(),
                "--format",
                "json");
        try (Child child = new Child("rados bench", command)) {
          JsonNode report = child.result();
          ObjectNode result = JSON.createObjectNode();
          result.put("requestsPerSecond", report.path("average_iops").asDouble());
          double mebibytes = report.path("bandwidth").asDouble();
          return result.put("megabytesPerSecond", mebibytes * MEGABYTES_OF_MEBIBYTE);
        }
      }

      @Override
      public void close() {
        // Each turn has ended its process.
      }
    };
  }
}
