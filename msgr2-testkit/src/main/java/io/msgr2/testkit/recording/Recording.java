// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * TCP connections that were recorded together, in the order in which they were first seen.
 *
 * @param connections the connections
 * @param remarks what of the file could not be used, as sentences; usually empty
 */
public record Recording(List<RecordedConnection> connections, List<String> remarks) {
  public Recording {
    connections = List.copyOf(connections);
    remarks = List.copyOf(remarks);
  }

  /**
   * Reads a file: pcap, pcapng, or JSON. Its content tells which, not its name. All of it is held
   * in memory, several times over.
   *
   * @throws RecordingFormatException when it is none of these
   */
  public static Recording read(Path file) throws IOException {
    return parse(Files.readAllBytes(file));
  }

  /**
   * Reads the content of a file: pcap, pcapng, or JSON.
   *
   * <p>A capture that ends within a packet, as one does whose writer was killed, is read up to
   * there. Packets that are not TCP over IP are passed over.
   *
   * @throws RecordingFormatException when it is none of these
   */
  public static Recording parse(byte[] content) throws RecordingFormatException {
    if (PcapngFile.matches(content)) {
      return TcpReassembly.of(PcapngFile.read(content));
    }
    if (PcapFile.matches(content)) {
      return TcpReassembly.of(PcapFile.read(content));
    }
    return JsonRecording.parse(content);
  }
}
