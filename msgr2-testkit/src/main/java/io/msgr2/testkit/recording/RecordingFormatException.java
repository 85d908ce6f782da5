// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.io.IOException;

/** A file is no recording, or one of a kind that cannot be read. The message says what is wrong. */
public final class RecordingFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was expected and what came
   */
  public RecordingFormatException(String message) {
    super(message);
  }
}
