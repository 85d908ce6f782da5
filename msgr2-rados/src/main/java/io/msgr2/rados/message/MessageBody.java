// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireWriter;

/** The fields of a message, which travel in its front payload. */
public interface MessageBody {
  /** Returns the number of the kind of message. */
  int type();

  /** Returns the version of the encoding that is written. */
  default int version() {
    return 1;
  }

  /** Returns the oldest version that can read what is written. */
  default int compatVersion() {
    return 1;
  }

  /** Writes the fields. */
  void write(WireWriter writer);
}
