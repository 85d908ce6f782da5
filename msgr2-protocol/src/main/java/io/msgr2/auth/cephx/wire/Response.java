// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.AuthException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/** The header of a monitor's response: the type of the request and how it went. */
public final class Response {
  private static final int GREATEST_ERRNO = 4095;

  private Response() {}

  /**
   * Reads the header of a response to the given type of request.
   *
   * @throws AuthException when the monitor says that the request failed
   */
  public static void readHeader(WireReader reader, RequestType expected) {
    expected.expect(reader);
    int status = reader.s32();
    if (status != 0) {
      throw new AuthException(
          Math.abs(Math.max(status, -GREATEST_ERRNO)),
          "the monitor answers " + expected + " with status " + status);
    }
  }

  /** Writes the header of a successful response. */
  public static void writeHeader(WireWriter writer, RequestType type) {
    type.write(writer);
    writer.u32(0);
  }
}
