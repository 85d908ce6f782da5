// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.OptionalLong;

/**
 * A client's proof that it holds the session key of a ticket.
 *
 * @param nonce random; the acceptor's reply holds the next number
 * @param challengePlusOne the answer to the acceptor's challenge; absent in the first round
 */
public record Authorize(long nonce, OptionalLong challengePlusOne) {
  private static final int VERSION = 2;

  public static Authorize read(WireReader reader) {
    reader.plainVersion("Authorize", VERSION, VERSION);
    long nonce = reader.u64();
    boolean haveChallenge = reader.bool();
    long challengePlusOne = reader.u64();
    return new Authorize(
        nonce, haveChallenge ? OptionalLong.of(challengePlusOne) : OptionalLong.empty());
  }

  public void write(WireWriter writer) {
    writer
        .u8(VERSION)
        .u64(nonce)
        .bool(challengePlusOne.isPresent())
        .u64(challengePlusOne.orElse(0));
  }
}
