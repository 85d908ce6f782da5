// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.session.Features;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer on a blocking socket that says exactly what a test wants, right or wrong. Its frames are
 * msgr2.1, the method is none.
 */
final class RawPeer implements AutoCloseable {
  static final EntityAddress ADDRESS = EntityAddress.parse("any:127.0.0.1:0/4711");

  private final Socket socket;
  private final Role role;
  private final FrameOutput output = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
  private final FrameEncoder encoder = new FrameEncoder(Revision.V2_1);
  private final FrameDecoder decoder =
      new FrameDecoder(Revision.V2_1, 1 << 20, UnpooledByteBufAllocator.DEFAULT);
  private final ByteBuf in = Unpooled.buffer();

  private RawPeer(Socket socket, Role role) throws IOException {
    this.socket = socket;
    this.role = role;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Ends.DEADLINE_SECONDS));
  }

  static RawPeer dial(EntityAddress server) throws IOException {
    var address = server.toSocketAddress();
    return new RawPeer(new Socket(address.getAddress(), address.getPort()), Role.CONNECTOR);
  }

  static RawPeer accept(ServerSocket listening) throws IOException {
    listening.setSoTimeout((int) TimeUnit.SECONDS.toMillis(Ends.DEADLINE_SECONDS));
    return new RawPeer(listening.accept(), Role.ACCEPTOR);
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Exchanges banners. */
  void greet() throws IOException {
    write(new Banner(Banner.REVISION_1, 0).toBytes());
    BannerDecoder banner = new BannerDecoder();
    while (banner.decode(in) == null) {
      fill();
    }
  }

  /** Says hello to a server. */
  void hello(EntityAddress target) throws IOException {
    greet();
    send(new ControlFrame.Hello(EntityType.CLIENT.wire(), target));
    receive(ControlFrame.Hello.class);
  }

  /** Logs in with the method none. */
  void authenticate(EntityAddress target, ConnectionMode mode) throws IOException {
    hello(target);
    send(new ControlFrame.AuthRequest(AuthMethod.NONE.wire(), List.of(mode.wire()), new byte[0]));
    receive(ControlFrame.AuthDone.class);
    if (mode == ConnectionMode.SECURE) {
      FrameKeys keys = new FrameKeys(Security.SECRET.reveal());
      encoder.secure(keys, role);
      decoder.secure(keys, role.peer());
    }
  }

  /** Exchanges signatures, which are none. */
  void sign() throws IOException {
    send(new ControlFrame.AuthSignature(new byte[32]));
    receive(ControlFrame.AuthSignature.class);
  }

  /** Gets to the point where messages can be exchanged. */
  void becomeReady(EntityAddress target, ConnectionMode mode) throws IOException {
    authenticate(target, mode);
    sign();
    send(ident(EntityAddressVector.of(ADDRESS), target));
    receive(ControlFrame.ServerIdent.class);
  }

  static ControlFrame ident(EntityAddressVector own, EntityAddress target) {
    return new ControlFrame.ClientIdent(
        own, target, 4711, 1, Features.SUPPORTED, 0, ControlFrame.LOSSY, 0);
  }

  void send(ControlFrame frame) throws IOException {
    write(bytes(frame));
  }

  /** Returns a control frame as it is sent, for a test to spoil. */
  byte[] bytes(ControlFrame frame) {
    encoder.control(frame, output);
    return taken();
  }

  /** Returns a message as it is sent, for a test to spoil. */
  byte[] message(long seq, byte[] data) {
    MessageHeader header = new MessageHeader(seq, seq, 2, 127, 1, 1, 0, 0, MessageHeader.FLAGS);
    encoder.message(
        header, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, Unpooled.wrappedBuffer(data), output);
    return taken();
  }

  <F extends ControlFrame> F receive(Class<F> expected) throws IOException {
    RawFrame frame = decoder.decode(in);
    while (frame == null) {
      fill();
      frame = decoder.decode(in);
    }
    try {
      return expected.cast(ControlFrame.read(frame));
    } finally {
      frame.release();
    }
  }

  /** Reads until the peer has closed the connection, and fails when it does not. */
  void awaitClose() throws IOException {
    try {
      while (socket.getInputStream().read(new byte[4096]) >= 0) {
        // What the peer said before is of no interest.
      }
    } catch (SocketException reset) {
      // A connection is reset when it is closed with something still unread.
    }
  }

  @Override
  public void close() throws IOException {
    decoder.release();
    output.release();
    socket.close();
  }

  private byte[] taken() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = output.poll(); part != null; part = output.poll()) {
      all.writeBytes(part);
      part.release();
    }
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }

  private void fill() throws IOException {
    byte[] bytes = new byte[4096];
    int length = socket.getInputStream().read(bytes);
    if (length < 0) {
      throw new IOException("the messenger closed the connection");
    }
    in.clear().writeBytes(bytes, 0, length);
  }
}
