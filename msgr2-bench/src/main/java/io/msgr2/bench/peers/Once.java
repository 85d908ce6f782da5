// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A command in a JVM of its own for each turn; it takes as long as it needs.
 *
 * @param arguments what to run, which prints a JSON object
 */
public record Once(String id, String title, List<String> arguments, double extraSeconds)
    implements Contender {
  @Override
  public Peers start(Shape shape, Jdk jdk) {
    return new Peers() {
      @Override
      public ObjectNode turn(double seconds) throws IOException {
        List<String> command = new ArrayList<>(jdk.command(List.of()));
        command.addAll(arguments);
        try (Child child = new Child("msgr2 " + arguments.get(0), command)) {
          return child.result();
        }
      }

      @Override
      public void close() {
        // Each turn has ended its process.
      }
    };
  }

  @Override
  public boolean warmsUp() {
    return false;
  }
}
