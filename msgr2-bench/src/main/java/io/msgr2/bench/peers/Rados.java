// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
          String output = child.output();
          ObjectNode result = JSON.createObjectNode();
          result.put("requestsPerSecond", value("average_iops", output));
          double mebibytes = value("bandwidth", output);
          return result.put("megabytesPerSecond", mebibytes * MEGABYTES_OF_MEBIBYTE);
        }
      }

      @Override
      public void close() {
        // Each turn has ended its process.
      }
    };
  }

  /** It says other things in the midst of its JSON, and writes numbers as text. */
  private static double value(String name, String output) throws IOException {
    Matcher found = Pattern.compile('"' + name + "\":\"([0-9.]+)\"").matcher(output);
    if (!found.find()) {
      throw new IOException("rados bench printed no " + name);
    }
    return Double.parseDouble(found.group(1));
  }
}
