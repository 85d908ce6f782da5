// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.ConnectionMode;
import java.util.function.Function;

/** Reads what acceptors answer; everything that is wrong with it has one name. */
final class AuthReplies {
  private static final int CONNECTION_SECRET_BYTES = 64;

  private AuthReplies() {}

  static <T> T read(String name, byte[] payload, Function<WireReader, T> decoder) {
    try {
      return WireReader.fromBytes(name, payload, decoder);
    } catch (ProtocolException e) {
      throw invalid(name + " cannot be read: " + e.getMessage());
    }
  }

  /** Checks that a connection secret goes with the mode, and returns what the frames need. */
  static Secret connectionSecret(ConnectionMode mode, Secret received) {
    return switch (mode) {
      case CRC -> Secret.EMPTY;
      case SECURE -> {
        if (received.length() != CONNECTION_SECRET_BYTES) {
          throw invalid(
              "mode secure needs a connection secret of "
                  + CONNECTION_SECRET_BYTES
                  + " bytes, the peer sent "
                  + received.length());
        }
        yield received;
      }
    };
  }

  static ProtocolException invalid(String detail) {
    return new ProtocolException(Violation.AUTH_REPLY_INVALID, detail);
  }
}
