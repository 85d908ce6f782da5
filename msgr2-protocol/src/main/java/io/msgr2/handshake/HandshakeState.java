// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Tag;

/** What a handshake is waiting for. Each state holds exactly what is known by then. */
sealed interface HandshakeState
    permits ConnectorState, AcceptorState, AwaitSignature, Authenticated {
  /** Returns the tags of the frames that can come now, for errors. */
  String awaits();

  /**
   * Takes a frame and returns what is awaited next.
   *
   * @throws ProtocolException when the frame cannot come now, or is not right
   */
  HandshakeState on(ControlFrame frame);

  /** Returns the error for a frame that cannot come now. */
  default ProtocolException outOfState(Tag got) {
    return new ProtocolException(
        Violation.TAG_OUT_OF_STATE, "expected " + awaits() + ", got " + got);
  }
}
