// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

/**
 * A TCP segment (RFC 9293), as far as reassembly needs it.
 *
 * @param seq sequence number of the first byte, or of the SYN
 * @param payload the captured bytes
 * @param length how many bytes were sent; more than were captured when the capture cuts packets
 */
record TcpSegment(
    Endpoint source, Endpoint destination, int seq, int flags, byte[] payload, int length) {
  static final int FIN = 0x01;
  static final int SYN = 0x02;
  static final int RST = 0x04;
  static final int ACK = 0x10;

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Returns whether this is the first segment of whoever dials. */
  boolean opens() {
    return has(SYN) && !has(ACK);
  }

  /** Returns the sequence number of the first byte of payload; a SYN takes one of its own. */
  int payloadSeq() {
    return has(SYN) ? seq + 1 : seq;
  }
}
