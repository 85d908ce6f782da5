// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.frame.ControlFrame.Ack;
import io.msgr2.frame.ControlFrame.AuthBadMethod;
import io.msgr2.frame.ControlFrame.AuthDone;
import io.msgr2.frame.ControlFrame.AuthReplyMore;
import io.msgr2.frame.ControlFrame.AuthRequest;
import io.msgr2.frame.ControlFrame.AuthRequestMore;
import io.msgr2.frame.ControlFrame.AuthSignature;
import io.msgr2.frame.ControlFrame.ClientIdent;
import io.msgr2.frame.ControlFrame.CompressionDone;
import io.msgr2.frame.ControlFrame.CompressionRequest;
import io.msgr2.frame.ControlFrame.Hello;
import io.msgr2.frame.ControlFrame.IdentMissingFeatures;
import io.msgr2.frame.ControlFrame.Keepalive2;
import io.msgr2.frame.ControlFrame.Keepalive2Ack;
import io.msgr2.frame.ControlFrame.ServerIdent;
import io.msgr2.frame.ControlFrame.SessionReconnect;
import io.msgr2.frame.ControlFrame.SessionReconnectOk;
import io.msgr2.frame.ControlFrame.SessionReset;
import io.msgr2.frame.ControlFrame.SessionRetry;
import io.msgr2.frame.ControlFrame.SessionRetryGlobal;
import io.msgr2.frame.ControlFrame.Wait;
import java.util.HexFormat;
import java.util.List;

/** Control frames of every kind with their payloads, which were put together by hand. */
final class ControlFrameSamples {
  /**
   * @param hex the payload
   */
  record Sample(ControlFrame control, String hex) {
    byte[] payload() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return control.tag().name();
    }
  }

  private static final EntityAddress IPV4 = EntityAddress.parse("v2:1.2.3.4:6800/42");
  private static final String IPV4_HEX =
      "010101 1c000000 02000000 2a000000 10000000 0200 1a90 01020304 0000000000000000";
  private static final EntityAddress IPV6 = EntityAddress.parse("v2:[2001:db8::1]:6800/42");
  private static final String IPV6_HEX =
      "010101 28000000 02000000 2a000000 1c000000 0a00 1a90 00000000"
          + "20010db8000000000000000000000001 00000000";

  private ControlFrameSamples() {}

  static Sample[] all() {
    return new Sample[] {
      sample(new Hello(8, IPV4), "08" + IPV4_HEX),
      sample(new Hello(1, IPV6), "01" + IPV6_HEX),
      sample(
          new AuthRequest(2, List.of(2, 1), bytes("0a0b0c")),
          "02000000  02000000 02000000 01000000  03000000 0a0b0c"),
      sample(new AuthRequest(1, List.of(), bytes("")), "01000000  00000000  00000000"),
      sample(
          new AuthBadMethod(2, -95, List.of(1, 2), List.of(2)),
          "02000000 a1ffffff  02000000 01000000 02000000  01000000 02000000"),
      sample(new AuthReplyMore(bytes("0102")), "02000000 0102"),
      sample(new AuthRequestMore(bytes("030405")), "03000000 030405"),
      sample(
          new AuthDone(0x1122334455667788L, 2, bytes("ff")),
          "8877665544332211 02000000 01000000 ff"),
      sample(new AuthSignature(bytes("ab".repeat(32))), "ab".repeat(32)),
      sample(
          new ClientIdent(
              EntityAddressVector.of(IPV4, IPV6), IPV6, 4123, 5, -1, 0x10, ControlFrame.LOSSY, 77),
          "02 02000000"
              + IPV4_HEX
              + IPV6_HEX
              + IPV6_HEX
              + "1b10000000000000 0500000000000000 ffffffffffffffff 1000000000000000"
              + "0100000000000000 4d00000000000000"),
      sample(
          new ServerIdent(EntityAddressVector.of(IPV4), -1, 6, 0x20, -2, 0, Long.MIN_VALUE),
          "02 01000000"
              + IPV4_HEX
              + "ffffffffffffffff 0600000000000000 2000000000000000 feffffffffffffff"
              + "0000000000000000 0000000000000080"),
      sample(new IdentMissingFeatures(0x8000000000000001L), "0100000000000080"),
      sample(
          new SessionReconnect(EntityAddressVector.of(IPV6), 1, 2, 3, 4, 5),
          "02 01000000"
              + IPV6_HEX
              + "0100000000000000 0200000000000000 0300000000000000 0400000000000000"
              + "0500000000000000"),
      sample(new SessionReset(true), "01"),
      sample(new SessionReset(false), "00"),
      sample(new SessionRetry(9), "0900000000000000"),
      sample(new SessionRetryGlobal(10), "0a00000000000000"),
      sample(new SessionReconnectOk(11), "0b00000000000000"),
      sample(new Wait(), ""),
      sample(new Keepalive2(0x65000001, 999_999_999), "01000065 ffc99a3b"),
      sample(new Keepalive2Ack(0x80000000, 1), "00000080 01000000"),
      sample(new Ack(0x0102030405060708L), "0807060504030201"),
      sample(new CompressionRequest(true, List.of(3, 1)), "01 02000000 03000000 01000000"),
      sample(new CompressionDone(false, 2), "00 02000000"),
    };
  }

  private static Sample sample(ControlFrame control, String hex) {
    return new Sample(control, hex.replace(" ", ""));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
