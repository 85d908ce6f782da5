// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthServer;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Function;

/**
 * A TCP connection from its first byte to the point where the peers are authenticated (msgr2 spec,
 * Banner to Compression). The caller passes in what was received and transmits what the wire's
 * output holds; deadlines are the caller's too. Not safe for use by several threads.
 */
public final class Handshake {
  private final Wire wire;
  private final Banner banner;
  private final Function<Banner, HandshakeState> afterBanner;
  private Optional<HandshakeState> state = Optional.empty();

  private Handshake(Wire wire, Banner banner, Function<Banner, HandshakeState> afterBanner) {
    this.wire = wire;
    this.banner = banner;
    this.afterBanner = afterBanner;
  }

  /**
   * Returns the handshake of the end that opened the TCP connection.
   *
   * @param wire the connection; its role is {@link Role#CONNECTOR}
   * @param banner what the wire says of this side
   * @param self this side's type
   * @param peer the type that was dialled; another one answering ends the handshake
   * @param target the address that was dialled
   * @param compression which frames this side wants compressed, if the banners let it say so
   */
  public static Handshake connector(
      Wire wire,
      Banner banner,
      EntityType self,
      EntityType peer,
      EntityAddress target,
      AuthConnector auth,
      CompressionConfig compression) {
    return new Handshake(
        wire,
        banner,
        peerBanner -> {
          wire.send(new ControlFrame.Hello(self.wire(), target));
          var context =
              new ConnectorState.Context(
                  wire, auth, peerBanner, agreed(banner, peerBanner, compression));
          return new ConnectorState.AwaitHello(context, peer);
        });
  }

  /**
   * Returns the handshake of the end that accepted the TCP connection.
   *
   * @param wire the connection; its role is {@link Role#ACCEPTOR}
   * @param banner what the wire says of this side
   * @param self this side's type
   * @param peerAddress where the TCP connection comes from
   * @param compression which frames this side wants compressed, if the banners let it say so
   */
  public static Handshake acceptor(
      Wire wire,
      Banner banner,
      EntityType self,
      EntityAddress peerAddress,
      AuthServer auth,
      CompressionConfig compression) {
    return new Handshake(
        wire,
        banner,
        peerBanner -> {
          wire.send(new ControlFrame.Hello(self.wire(), peerAddress));
          var context =
              new AcceptorState.Context(
                  wire, auth, peerBanner, agreed(banner, peerBanner, compression));
          return new AcceptorState.AwaitHello(context);
        });
  }

  /** Sends what this side can send before it has heard anything. */
  public void start() {
    wire.sendBanner();
  }

  /**
   * Takes received bytes up to the end of the handshake; what comes after it is left in the buffer.
   *
   * @param in stays the caller's; its reader index is moved past what was taken
   * @return the result, once the handshake is over
   * @throws ProtocolException when the peer broke the protocol
   * @throws io.msgr2.auth.AuthException when the peers cannot authenticate
   */
  public Optional<Authenticated> receive(ByteBuf in) {
    if (state.isEmpty()) {
      Banner peer = wire.receiveBanner(in);
      if (peer == null) {
        return Optional.empty();
      }
      checkRequired(peer);
      state = Optional.of(afterBanner.apply(peer));
    }
    while (true) {
      if (state.get() instanceof Authenticated authenticated) {
        return Optional.of(authenticated);
      }
      RawFrame frame = wire.receive(in);
      if (frame == null) {
        return Optional.empty();
      }
      state = Optional.of(next(state.get(), frame));
    }
  }

  /** Returns what the handshake is waiting for, for errors. */
  public String awaits() {
    return state.map(HandshakeState::awaits).orElse("banner");
  }

  private static Optional<CompressionConfig> agreed(
      Banner banner, Banner peer, CompressionConfig compression) {
    return banner.agrees(peer, Banner.COMPRESSION) ? Optional.of(compression) : Optional.empty();
  }

  private static HandshakeState next(HandshakeState state, RawFrame frame) {
    try {
      if (frame.aborted()) {
        throw new ProtocolException(
            Violation.FRAME_ABORTED, "expected " + state.awaits() + ", got aborted " + frame.tag());
      }
      if (frame.tag() == Tag.MESSAGE) {
        throw state.outOfState(Tag.MESSAGE);
      }
      return state.on(ControlFrame.read(frame));
    } finally {
      frame.release();
    }
  }

  private void checkRequired(Banner peer) {
    long missing = peer.required() & ~banner.supported();
    if (missing != 0) {
      throw new ProtocolException(
          Violation.BANNER_FEATURES_REQUIRED,
          String.format("peer requires msgr2 features %#x that this side lacks", missing));
    }
    long lacking = banner.required() & ~peer.supported();
    if (lacking != 0) {
      throw new ProtocolException(
          Violation.BANNER_FEATURES_MISSING,
          String.format("peer lacks msgr2 features %#x that this side requires", lacking));
    }
  }
}
