// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A server and a client in a JVM each, which stay for all turns. The server prints {@code listening
 * ADDRESS} and ends with its stdin; the client measures whenever it is told to.
 *
 * @param server arguments of the server
 * @param client arguments of the client, to which follow {@code --connect} and the shape
 * @param jvmOptions for both, such as system properties
 */
public record Pair(
    String id, String title, List<String> server, List<String> client, List<String> jvmOptions)
    implements Contender {

  /** Returns the same with more arguments for both ends. */
  public Pair with(String id, String title, String... both) {
    List<String> more = List.of(both);
    return new Pair(id, title, join(server, more), join(client, more), jvmOptions);
  }

  @Override
  public Peers start(Shape shape, Jdk jdk) throws IOException {
    Child listening = child(jdk, server);
    try {
      List<String> load =
          List.of(
              "--connect",
              listening.listening(),
              "--size",
              "" + shape.dataBytes(),
              "--depth",
              "" + shape.depth(),
              "--connections",
              "" + shape.connections());
      return new Running(listening, child(jdk, join(client, load)));
    } catch (IOException e) {
      listening.close();
      throw e;
    }
  }

  private Child child(Jdk jdk, List<String> arguments) throws IOException {
    return new Child("msgr2 " + arguments.get(0), join(jdk.command(jvmOptions), arguments));
  }

  private static List<String> join(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private record Running(Child server, Child client) implements Peers {
    @Override
    public ObjectNode turn(double seconds) throws IOException {
      double serverBefore = cpuMicros(server);
      double clientBefore = cpuMicros(client);
      client.tell("" + seconds);
      ObjectNode result = client.result();
      double requests = Math.max(1, result.path("requests").asDouble());
      result.put("serverCpuMicros", (cpuMicros(server) - serverBefore) / requests);
      result.put("clientCpuMicros", (cpuMicros(client) - clientBefore) / requests);
      return result;
    }

    @Override
    public void close() {
      client.close();
      server.close();
    }

    private static double cpuMicros(Child child) {
      return child.cpu().toNanos() / 1e3;
    }
  }
}
