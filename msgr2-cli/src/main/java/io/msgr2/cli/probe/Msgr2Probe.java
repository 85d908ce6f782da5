// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.probe;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a msgr2 peer what can be asked without credentials: its banner, its HELLO, and, by trying to
 * authenticate in ways that cannot succeed, which methods and modes it allows.
 */
final class Msgr2Probe implements AutoCloseable {
  /** A method that no peer has; the refusal lists those that it has. */
  private static final int NO_METHOD = 0;

  private final PeerStream stream;
  private final FrameOutput output = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
  private ByteBuf received = Unpooled.EMPTY_BUFFER;
  private String awaited = "the banner";
  private FrameEncoder encoder;
  private FrameDecoder decoder;

  Msgr2Probe(PeerStream stream) {
    this.stream = stream;
  }

  /** What a msgr2 peer says of itself. */
  record Answer(
      Banner banner,
      Revision revision,
      int entityType,
      EntityAddress seenAs,
      List<Integer> methods,
      Map<Integer, List<Integer>> modesByMethod) {}

  /** Returns what is, or was when it failed, waited for. */
  String awaited() {
    return awaited;
  }

  /**
   * Holds the conversation.
   *
   * @param target the address that was dialled
   * @throws ProtocolException when the peer does not speak msgr2, or not well
   */
  Answer ask(EntityAddress target) throws IOException {
    Banner own = new Banner(Banner.REVISION_1, 0);
    stream.write(own.toBytes());
    Banner banner = receiveBanner();
    Revision revision = own.revisionWith(banner);
    encoder = new FrameEncoder(revision);
    decoder =
        new FrameDecoder(
            revision, FrameLimits.DEFAULT.controlBytes(), UnpooledByteBufAllocator.DEFAULT);
    send(new ControlFrame.Hello(EntityType.CLIENT.wire(), target));
    ControlFrame.Hello hello = expect(ControlFrame.Hello.class);
    var refusal = refusal(NO_METHOD);
    Map<Integer, List<Integer>> modes = new TreeMap<>();
    for (int method : refusal.allowedMethods()) {
      modes.put(method, refusal(method).allowedModes());
    }
    return new Answer(
        banner, revision, hello.entityType(), hello.peerAddress(), refusal.allowedMethods(), modes);
  }

  // No connection mode is offered, so that even the method "none" has to refuse.
  private ControlFrame.AuthBadMethod refusal(int method) throws IOException {
    send(new ControlFrame.AuthRequest(method, new ArrayList<>(), new byte[0]));
    return expect(ControlFrame.AuthBadMethod.class);
  }

  private Banner receiveBanner() throws IOException {
    BannerDecoder bannerDecoder = new BannerDecoder();
    while (true) {
      readMore();
      Banner banner = bannerDecoder.decode(received);
      if (banner != null) {
        return banner;
      }
    }
  }

  private ControlFrame receive() throws IOException {
    RawFrame frame = decoder.decode(received);
    while (frame == null) {
      readMore();
      frame = decoder.decode(received);
    }
    try {
      return ControlFrame.read(frame);
    } finally {
      frame.release();
    }
  }

  private void readMore() throws IOException {
    received.release();
    received = Unpooled.EMPTY_BUFFER;
    received = stream.read();
  }

  private void send(ControlFrame frame) throws IOException {
    encoder.control(frame, output);
    for (ByteBuf part = output.poll(); part != null; part = output.poll()) {
      byte[] bytes = ByteBufUtil.getBytes(part);
      part.release();
      stream.write(bytes);
    }
  }

  private <T extends ControlFrame> T expect(Class<T> type) throws IOException {
    awaited = type.getSimpleName();
    ControlFrame got = receive();
    if (!type.isInstance(got)) {
      throw new ProtocolException(
          Violation.TAG_OUT_OF_STATE, "expected " + awaited + ", got " + got.tag());
    }
    return type.cast(got);
  }

  @Override
  public void close() {
    output.release();
    received.release();
    if (decoder != null) {
      decoder.release();
    }
  }
}
