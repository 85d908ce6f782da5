// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.Optional;

/** Payloads of every kind of frame; the first byte tells which. */
@org.junit.jupiter.api.Tag("fuzz")
class ControlFrameFuzzTest {
  private static final List<Tag> TAGS = List.of(Tag.values());

  @FuzzTest
  void reads_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    Tag tag = script.one(TAGS);
    byte[] payload = script.rest();
    // What one form stands for may have several encodings; ours has one.
    written(tag, payload).ifPresent(normal -> assertThat(written(tag, normal)).hasValue(normal));
  }

  /** Reads a payload and writes it again, unless it is refused. */
  private static Optional<byte[]> written(Tag tag, byte[] payload) {
    RawFrame frame = Frames.decoded(tag, payload);
    try {
      if (tag == Tag.MESSAGE) {
        return Optional.of(Frames.bytes(MessageHeader.read(frame)));
      }
      ControlFrame control = ControlFrame.read(frame);
      assertThat(control.tag()).isEqualTo(tag);
      assertThat(control.toString()).isNotEmpty();
      return Optional.of(WireWriter.toBytes(control::write));
    } catch (ProtocolException refused) {
      return Optional.empty();
    } finally {
      frame.release();
    }
  }
}
