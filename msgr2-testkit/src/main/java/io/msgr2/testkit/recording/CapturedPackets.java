// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a capture file holds.
 *
 * @param packets in the order of the file
 * @param remarks what of the file could not be used
 */
record CapturedPackets(List<Packet> packets, List<String> remarks) {
  static final String CUT = "the capture ends within a packet";

  /**
   * @param linkType the number of the link layer's header, LINKTYPE_* of the tcpdump project
   * @param bytes what was captured, of its own position and limit
   */
  record Packet(int linkType, ByteBuffer bytes) {}
}
