// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A connector that sends {@link HandmadeFrame}s, with a count of its own of the nonces. */
final class HandmadeSender {
  private static final int INLINE = 48;

  private final FrameMode mode;
  private final SecretKeySpec key = new SecretKeySpec(FrameMode.secret(), 0, 16, "AES");
  private final byte[] startNonce = Arrays.copyOfRange(FrameMode.secret(), 28, 40);
  private long operations;

  HandmadeSender(FrameMode mode) {
    this.mode = mode;
  }

  /** Returns the frame's bytes on the wire. */
  byte[] send(HandmadeFrame frame) {
    return switch (mode) {
      case CRC_2_0 -> crc20(frame);
      case CRC_2_1 -> crc21(frame);
      case SECURE_2_0 -> secure20(frame);
      case SECURE_2_1 -> secure21(frame);
    };
  }

  private byte[] crc20(HandmadeFrame frame) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frame.preamble());
    for (int i = 0; i < frame.segments(); i++) {
      out.writeBytes(frame.segment(i));
    }
    out.write(frame.late(mode.revision()));
    for (int i = 0; i < HandmadeFrame.MAX_SEGMENTS; i++) {
      writeInt(out, frame.segmentCrc(i));
    }
    return out.toByteArray();
  }

  private byte[] crc21(HandmadeFrame frame) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frame.preamble());
    if (frame.segment(0).length > 0) {
      out.writeBytes(frame.segment(0));
      writeInt(out, frame.segmentCrc(0));
    }
    for (int i = 1; i < frame.segments(); i++) {
      out.writeBytes(frame.segment(i));
    }
    if (frame.segments() > 1) {
      out.write(frame.late(mode.revision()));
      for (int i = 1; i < HandmadeFrame.MAX_SEGMENTS; i++) {
        writeInt(out, frame.segmentCrc(i));
      }
    }
    return out.toByteArray();
  }

  private byte[] secure20(HandmadeFrame frame) {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    plain.writeBytes(frame.preamble());
    writePadded(plain, frame, 0);
    writeEpilogue(plain, frame);
    return seal(plain.toByteArray());
  }

  private byte[] secure21(HandmadeFrame frame) {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    writePadded(first, frame.segment(0));
    byte[] segment = first.toByteArray();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.writeBytes(frame.preamble());
    head.writeBytes(Arrays.copyOf(segment, INLINE));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(seal(head.toByteArray()));
    if (segment.length > INLINE) {
      out.writeBytes(seal(Arrays.copyOfRange(segment, INLINE, segment.length)));
    }
    if (frame.segments() > 1) {
      ByteArrayOutputStream rest = new ByteArrayOutputStream();
      writePadded(rest, frame, 1);
      writeEpilogue(rest, frame);
      out.writeBytes(seal(rest.toByteArray()));
    }
    return out.toByteArray();
  }

  /** Encrypts with the next nonce. */
  byte[] seal(byte[] plain) {
    byte[] nonce = startNonce.clone();
    ByteBuffer counters = ByteBuffer.wrap(nonce).order(ByteOrder.LITTLE_ENDIAN);
    switch (mode.revision()) {
      case V2_0 -> counters.putInt(0, counters.getInt(0) + (int) operations);
      case V2_1 -> counters.putLong(4, counters.getLong(4) + operations);
    }
    operations++;
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void writeEpilogue(ByteArrayOutputStream out, HandmadeFrame frame) {
    out.write(frame.late(mode.revision()));
    out.writeBytes(new byte[15]);
  }

  private static void writePadded(ByteArrayOutputStream out, HandmadeFrame frame, int from) {
    for (int i = from; i < frame.segments(); i++) {
      writePadded(out, frame.segment(i));
    }
  }

  private static void writePadded(ByteArrayOutputStream out, byte[] segment) {
    out.writeBytes(segment);
    out.writeBytes(new byte[(16 - segment.length % 16) % 16]);
  }

  private static void writeInt(ByteArrayOutputStream out, int value) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(value >> shift);
    }
  }
}
