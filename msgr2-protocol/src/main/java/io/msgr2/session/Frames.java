// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Tag;

/** What session states share in looking at frames. */
final class Frames {
  private Frames() {}

  /** Reads and releases a frame that has to be a control frame. */
  static ControlFrame control(RawFrame frame, String awaits) {
    try {
      if (frame.aborted()) {
        throw new ProtocolException(
            Violation.FRAME_ABORTED, "expected " + awaits + ", got aborted " + frame.tag());
      }
      if (frame.tag() == Tag.MESSAGE) {
        throw outOfState(awaits, Tag.MESSAGE);
      }
      return ControlFrame.read(frame);
    } finally {
      frame.release();
    }
  }

  /** Returns the error for a frame that cannot come now. */
  static ProtocolException outOfState(String awaits, Tag got) {
    return new ProtocolException(Violation.TAG_OUT_OF_STATE, "expected " + awaits + ", got " + got);
  }
}
