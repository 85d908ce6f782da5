// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.Secret;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.RatioLimit;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.handshake.CompressionConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a transcript says with the production encoders and compares it with the recorded
 * bytes: banners and control frames from their records, messages from header and segments. What was
 * chosen at random is in there as decoded; frames are encrypted with the keys that the transcript
 * led to.
 */
final class Reencoder {
  private final ConnectionTranscript transcript;
  private final Optional<Secret> fixedSecret;
  private final Map<Role, FrameEncoder> encoders = new EnumMap<>(Role.class);
  private final Map<Role, Long> compared = new EnumMap<>(Role.class);

  private Reencoder(ConnectionTranscript transcript, Optional<Secret> fixedSecret) {
    this.transcript = transcript;
    this.fixedSecret = fixedSecret;
    for (Role role : Role.values()) {
      encoders.put(role, new FrameEncoder(transcript.summary().revision().orElse(Revision.V2_1)));
      compared.put(role, 0L);
    }
  }

  /** Asserts that every byte that either end sent is written the same again. */
  static void assertSameBytes(ConnectionTranscript transcript, Optional<Secret> fixedSecret) {
    Reencoder reencoder = new Reencoder(transcript, fixedSecret);
    transcript.events().forEach(reencoder::event);
    reencoder.encoders.values().forEach(FrameEncoder::release);
    for (Role role : Role.values()) {
      assertThat(reencoder.compared.get(role))
          .isEqualTo(Recordings.sent(transcript.connection(), role).length);
    }
  }

  private void event(Event event) {
    if (event instanceof Event.Sent sent) {
      compare(sent, encode(sent));
    }
    secret(event).ifPresent(this::secure);
    if (event instanceof Event.ControlSent sent
        && sent.frame() instanceof ControlFrame.CompressionDone done
        && done.compress()) {
      compress(CompressionMethod.ofWire(done.method()).orElseThrow());
    }
  }

  private byte[] encode(Event.Sent sent) {
    FrameEncoder encoder = encoders.get(sent.sender());
    FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
    if (sent instanceof Event.BannerSent banner) {
      return banner.banner().toBytes();
    } else if (sent instanceof Event.ControlSent control) {
      encoder.control(control.frame(), out);
    } else if (sent instanceof Event.MessageSent message) {
      encoder.message(
          message.header(),
          Unpooled.wrappedBuffer(message.front()),
          Unpooled.wrappedBuffer(message.middle()),
          Unpooled.wrappedBuffer(message.data()),
          out);
    } else {
      throw new AssertionError(sent);
    }
    return drain(out);
  }

  private void compare(Event.Sent sent, byte[] encoded) {
    byte[] recorded = Recordings.sent(transcript.connection(), sent.sender());
    int at = (int) sent.offset();
    assertThat(encoded)
        .as("%s", sent)
        .isEqualTo(Arrays.copyOfRange(recorded, at, at + sent.length()));
    assertThat(sent.offset()).isEqualTo(compared.get(sent.sender()));
    compared.merge(sent.sender(), (long) sent.length(), Long::sum);
  }

  /** Returns the connection secret, if the event is the one that reveals it. */
  private Optional<Secret> secret(Event event) {
    if (event instanceof Event.ControlSent sent
        && sent.frame() instanceof ControlFrame.AuthDone done
        && done.mode() == ConnectionMode.SECURE.wire()) {
      return fixedSecret;
    }
    if (event instanceof Event.Authentication authentication) {
      if (authentication.step() instanceof AuthStep.LoggedIn in) {
        return Optional.of(in.reply().connectionSecret()).filter(secret -> !secret.isEmpty());
      }
      if (authentication.step() instanceof AuthStep.Authorized authorized) {
        return Optional.of(authorized.reply().connectionSecret())
            .filter(secret -> !secret.isEmpty());
      }
    }
    return Optional.empty();
  }

  private void compress(CompressionMethod method) {
    CompressionAlgorithm algorithm = CompressionAlgorithms.find(method);
    encoders
        .values()
        .forEach(
            encoder ->
                encoder.compress(
                    algorithm.compressor(),
                    CompressionConfig.DEFAULT_MINIMUM_BYTES,
                    RatioLimit.DEFAULT,
                    UnpooledByteBufAllocator.DEFAULT));
  }

  private void secure(Secret secret) {
    encoders.forEach((role, encoder) -> encoder.secure(new FrameKeys(secret.reveal()), role));
  }

  static byte[] drain(FrameOutput out) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf next = out.poll(); next != null; next = out.poll()) {
      all.writeBytes(next);
      next.release();
    }
    return ByteBufUtil.getBytes(all);
  }
}
