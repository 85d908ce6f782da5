// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;

/** Something that a transcript tells of a connection. Arrays are shared, not to be changed. */
public sealed interface Event {

  /** Something that takes up bytes on the wire. */
  sealed interface Sent extends Event {
    /** Returns which end of the TCP connection sent it. */
    Role sender();

    /** Returns the position of its first byte among all that the sender sent. */
    long offset();

    /** Returns how many bytes it takes up. */
    int length();
  }

  /** The first bytes of either side. */
  record BannerSent(Role sender, long offset, int length, Banner banner) implements Sent {}

  /** Any frame but a message. */
  record ControlSent(Role sender, long offset, int length, ControlFrame frame) implements Sent {}

  /** A message. */
  record MessageSent(
      Role sender,
      long offset,
      int length,
      MessageHeader header,
      byte[] front,
      byte[] middle,
      byte[] data)
      implements Sent {}

  /** A frame that the sender gave up; its content means nothing. */
  record FrameAborted(Role sender, long offset, int length, Tag tag) implements Sent {}

  /** What the authentication payload of the frame or message before says, once opened. */
  record Authentication(Role sender, AuthStep step) implements Event {}

  /** The AUTH_SIGNATURE before is right: the peer's part of the handshake arrived unchanged. */
  record SignatureVerified(Role sender) implements Event {}

  /** The connection got further. */
  record PhaseBegun(Phase phase) implements Event {}

  /** The sender ended its side of the TCP connection. */
  record Finished(Role sender) implements Event {}

  /** The sender threw the TCP connection away. */
  record Reset(Role sender) implements Event {}

  /**
   * Something that could not be decoded or does not hold.
   *
   * @param sender which direction it concerns
   * @param offset where it begins, among all that the sender sent
   * @param undecodedBytes how many bytes no frame was made of on account of it
   * @param detail expected and got, for a person to read; holds no secrets
   */
  record Problem(ProblemKind kind, Role sender, long offset, long undecodedBytes, String detail)
      implements Event {}
}
