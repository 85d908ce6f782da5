// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Two ends that wait for their turn. */
public interface Peers extends AutoCloseable {
  /**
   * Measures once.
   *
   * @return what was measured, by name
   * @throws IOException when nothing could be measured, with the reason
   */
  ObjectNode turn(double seconds) throws IOException, InterruptedException;

  @Override
  void close();
}
