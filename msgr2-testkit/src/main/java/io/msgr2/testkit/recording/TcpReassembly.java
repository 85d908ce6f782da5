// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sorts captured packets into TCP connections. */
final class TcpReassembly {
  private final List<TcpFlow> flows = new ArrayList<>();
  private final Map<Set<Endpoint>, TcpFlow> latest = new HashMap<>();

  private TcpReassembly() {}

  static Recording of(CapturedPackets capture) {
    TcpReassembly reassembly = new TcpReassembly();
    Map<Integer, Integer> unknownLinks = new TreeMap<>();
    for (CapturedPackets.Packet packet : capture.packets()) {
      if (PacketReader.knows(packet.linkType())) {
        PacketReader.read(packet).ifPresent(reassembly::add);
      } else {
        unknownLinks.merge(packet.linkType(), 1, Integer::sum);
      }
    }
    List<String> remarks = new ArrayList<>(capture.remarks());
    unknownLinks.forEach(
        (type, count) ->
            remarks.add(count + " packets of link type " + type + ", which is not known here"));
    return new Recording(reassembly.connections(), remarks);
  }

  private void add(TcpSegment segment) {
    // A host may talk to itself from one port to the same one; then there is one end.
    Set<Endpoint> ends = new HashSet<>(List.of(segment.source(), segment.destination()));
    TcpFlow flow = latest.get(ends);
    if (flow == null || !flow.admits(segment)) {
      flow = new TcpFlow();
      flows.add(flow);
      latest.put(ends, flow);
    }
    flow.add(segment);
  }

  private List<RecordedConnection> connections() {
    Set<Endpoint> servers = new HashSet<>();
    flows.stream().map(TcpFlow::server).flatMap(Optional::stream).forEach(servers::add);
    return flows.stream()
        .map(flow -> flow.assemble(servers))
        .filter(connection -> !connection.chunks().isEmpty())
        .toList();
  }
}
