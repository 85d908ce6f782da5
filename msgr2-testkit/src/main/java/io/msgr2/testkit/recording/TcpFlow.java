// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import io.msgr2.frame.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The segments of one TCP connection, in the order captured. */
final class TcpFlow {
  // How far before or after another segment of the same connection one may be captured.
  private static final int REORDERING_BYTES = 1 << 24;

  private final List<TcpSegment> segments = new ArrayList<>();

  /**
   * Returns whether the segment can belong to this connection, given that the ends are the same.
   */
  boolean admits(TcpSegment segment) {
    if (!segment.opens()) {
      return true;
    }
    Optional<TcpSegment> opening = opening();
    if (opening.isPresent()) {
      return opening.get().source().equals(segment.source())
          && opening.get().seq() == segment.seq();
    }
    // Either the SYN was captured late, or the ports are used a second time.
    return segments.stream()
        .filter(s -> s.source().equals(segment.source()))
        .map(s -> s.payloadSeq() - segment.payloadSeq())
        .allMatch(distance -> distance >= 0 && distance < REORDERING_BYTES);
  }

  void add(TcpSegment segment) {
    segments.add(segment);
  }

  /** Returns the accepting end, if a segment shows which one that is. */
  Optional<Endpoint> server() {
    for (TcpSegment segment : segments) {
      if (segment.has(TcpSegment.SYN)) {
        return Optional.of(segment.opens() ? segment.destination() : segment.source());
      }
    }
    return Optional.empty();
  }

  /**
   * Puts the connection together.
   *
   * @param servers ends that are known to accept connections
   */
  RecordedConnection assemble(Set<Endpoint> servers) {
    Endpoint server = server().orElseGet(() -> likelyServer(servers));
    TcpSegment first = segments.get(0);
    Endpoint client = first.source().equals(server) ? first.destination() : first.source();

    ChunkList out = new ChunkList();
    TcpStream toServer = new TcpStream(Role.CONNECTOR, startSeq(client), out);
    TcpStream toClient = new TcpStream(Role.ACCEPTOR, startSeq(server), out);
    Set<Role> ended = EnumSet.noneOf(Role.class);
    for (TcpSegment segment : segments) {
      Role sender = segment.source().equals(server) ? Role.ACCEPTOR : Role.CONNECTOR;
      (sender == Role.ACCEPTOR ? toClient : toServer).segment(segment);
      if (segment.has(TcpSegment.RST) && ended.add(sender)) {
        out.add(new Chunk.Reset(sender));
      } else if (segment.has(TcpSegment.FIN) && ended.add(sender)) {
        out.add(new Chunk.Finished(sender));
      }
    }
    toServer.finish();
    toClient.finish();
    return new RecordedConnection(
        Optional.of(client.toString()), server.toString(), server().isEmpty(), out.toList());
  }

  private Optional<TcpSegment> opening() {
    return segments.stream().filter(TcpSegment::opens).findFirst();
  }

  private Endpoint likelyServer(Set<Endpoint> servers) {
    TcpSegment first = segments.get(0);
    boolean source = servers.contains(first.source());
    boolean destination = servers.contains(first.destination());
    if (source != destination) {
      return source ? first.source() : first.destination();
    }
    return first.source().port() < first.destination().port()
        ? first.source()
        : first.destination();
  }

  /** Returns where the stream begins: after the SYN, else with the earliest byte there is. */
  private int startSeq(Endpoint source) {
    Integer start = null;
    for (TcpSegment segment : segments) {
      if (!segment.source().equals(source)) {
        continue;
      }
      if (segment.has(TcpSegment.SYN)) {
        return segment.payloadSeq();
      }
      int distance = start == null ? -1 : segment.seq() - start;
      if (segment.length() > 0 && distance < 0 && distance > -REORDERING_BYTES) {
        start = segment.seq();
      }
    }
    return start == null ? 0 : start;
  }
}
