// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.security.GeneralSecurityException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What messages cost the cipher of secure mode. */
class CipherOperationsTest {
  /**
   * AEAD operations are part of the layout of frames; the calls that they take are not, and each
   * costs as much as encrypting some hundred bytes. Lower their numbers whenever it can be.
   */
  @ParameterizedTest
  @CsvSource({
    // mode, bytes of data, operations, calls to encrypt, calls to decrypt
    "SECURE_2_1, 0, 1, 1, 1",
    "SECURE_2_1, 64, 2, 2, 2",
    "SECURE_2_1, 4096, 2, 2, 2",
    "SECURE_2_1, 1048576, 2, 66, 2",
    "SECURE_2_0, 0, 1, 1, 2",
    "SECURE_2_0, 64, 1, 1, 2",
    "SECURE_2_0, 4096, 1, 1, 2",
    "SECURE_2_0, 1048576, 1, 66, 2",
  })
  void a_message_takes_so_many_operations(
      FrameMode mode, int bytes, int operations, int encryptCalls, int decryptCalls)
      throws GeneralSecurityException {
    PooledByteBufAllocator pool = PooledByteBufAllocator.DEFAULT;
    ByteBuf data = pool.directBuffer(bytes).writeZero(bytes);
    ByteBuf wire = pool.directBuffer();
    try (CountingCiphers ciphers = new CountingCiphers()) {
      FrameEncoder encoder = mode.encoder();
      FrameDecoder decoder = mode.decoder(1 << 21, pool);
      FrameOutput out = new FrameOutput(pool);

      encoder.message(Frames.header(), Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, data, out);
      wire.writeBytes(Encoded.drain(out));
      assertThat(ciphers.takeOperations()).as("to encrypt").isEqualTo(operations);
      assertThat(ciphers.takeCalls()).as("calls to encrypt").isBetween(operations, encryptCalls);

      RawFrame frame = decoder.decode(wire);
      assertThat(ciphers.takeOperations()).as("to decrypt").isEqualTo(operations);
      assertThat(ciphers.takeCalls()).as("calls to decrypt").isBetween(operations, decryptCalls);
      assertThat(frame.segment(3)).isEqualTo(data);
      frame.release();
    } finally {
      data.release();
      wire.release();
    }
  }
}
