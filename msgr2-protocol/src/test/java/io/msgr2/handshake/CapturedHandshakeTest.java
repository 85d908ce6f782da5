// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.Captured;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.cephx.ScriptedRandom;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Logs in again as an unmodified monitor was once logged in to: with the same key and challenge,
 * every byte up to the signature has to be the same, and the monitor's signature has to match.
 */
@Tag("vectors")
class CapturedHandshakeTest {
  private static final long CLIENT_CHALLENGE = 0x1112131415161718L;
  private static final EntityAddress MONITOR = EntityAddress.parse("v2:127.0.0.1:43320/0");
  private static final Banner BANNER = new Banner(Banner.REVISION_1, 0);

  private final Captured captured = new Captured("captured-signed-logins.properties");

  @ParameterizedTest
  @CsvSource({"CRC, crc", "SECURE, secure"})
  void a_login_is_repeated_byte_for_byte(ConnectionMode mode, String login) {
    CephxClient client =
        new CephxClient(
            EntityName.client("golden"),
            captured.key(),
            ConnectionModes.of(mode),
            Set.of(),
            new ScriptedRandom(CLIENT_CHALLENGE),
            InstantSource.fixed(Instant.EPOCH));
    Wire wire =
        new Wire(Role.CONNECTOR, BANNER, FrameLimits.DEFAULT, UnpooledByteBufAllocator.DEFAULT);
    Handshake handshake =
        Handshake.connector(
            wire,
            BANNER,
            EntityType.CLIENT,
            EntityType.MON,
            MONITOR,
            client.connector(EntityType.MON),
            CompressionConfig.NONE);
    try {
      handshake.start();
      Authenticated result = receive(handshake, login);

      assertThat(sent(wire)).isEqualTo(expected(login));
      assertThat(result.outcome().globalId()).isEqualTo(captured.number(login + ".globalId"));
      assertThat(result.outcome().sessionKey().reveal())
          .containsExactly(sessionKey(login).secret().reveal());
      assertThat(result.outcome().connectionSecret().reveal())
          .containsExactly(captured.bytes(login + ".connectionSecret"));
    } finally {
      wire.release();
    }
  }

  private Authenticated receive(Handshake handshake, String login) {
    ByteBuf received =
        Unpooled.wrappedBuffer(
            captured.bytes(login + ".received"), captured.bytes(login + ".monitorSignatureFrame"));
    try {
      return handshake.receive(received).orElseThrow();
    } finally {
      received.release();
    }
  }

  private String expected(String login) {
    return captured.text(login + ".sent") + captured.text(login + ".clientSignatureFrame");
  }

  private CephxKey sessionKey(String login) {
    return WireReader.fromBytes(
        "session key", captured.bytes(login + ".sessionKey"), CephxKey::read);
  }

  private static String sent(Wire wire) {
    StringBuilder hex = new StringBuilder();
    for (ByteBuf part = wire.poll(); part != null; part = wire.poll()) {
      hex.append(HexFormat.of().formatHex(ByteBufUtil.getBytes(part)));
      part.release();
    }
    return hex.toString();
  }
}
