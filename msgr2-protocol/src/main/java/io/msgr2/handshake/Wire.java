// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageGate;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;

/**
 * One TCP connection as its two streams of frames, without the TCP connection: received bytes go
 * in, frames come out; sent frames go in, bytes to transmit come out. Not safe for use by several
 * threads.
 */
public final class Wire {
  private final Role role;
  private final Banner banner;
  private final FrameLimits limits;
  private final ByteBufAllocator allocator;
  private final Interceptor interceptor;
  private final FrameOutput output;
  private final BannerDecoder bannerDecoder = new BannerDecoder();
  private Optional<Transcript> received = Optional.of(new Transcript());
  private Optional<Transcript> sent = Optional.of(new Transcript());
  private Revision revision;
  private FrameEncoder encoder;
  private FrameDecoder decoder;
  private Passage passage = Passage.OPEN;
  private int passableBuffers;
  private Optional<Banner> heldBanner = Optional.empty();
  private Optional<RawFrame> heldFrame = Optional.empty();

  /** Whether an interceptor lets bytes and frames pass. */
  private enum Passage {
    OPEN,
    /** Nothing passes but what was to be transmitted before. */
    BLOCKED,
    /** Nothing passes but what is to be transmitted, after which the TCP connection is closed. */
    STALLED
  }

  /**
   * @param role which end of the TCP connection this side is
   * @param banner what this side says of itself
   * @param allocator where buffers come from
   */
  public Wire(Role role, Banner banner, FrameLimits limits, ByteBufAllocator allocator) {
    this(role, banner, limits, allocator, Interceptor.NONE);
  }

  /**
   * @param role which end of the TCP connection this side is
   * @param banner what this side says of itself
   * @param allocator where buffers come from
   * @param interceptor is asked before banners and frames pass
   */
  public Wire(
      Role role,
      Banner banner,
      FrameLimits limits,
      ByteBufAllocator allocator,
      Interceptor interceptor) {
    this.role = role;
    this.banner = banner;
    this.limits = limits;
    this.allocator = allocator;
    this.interceptor = interceptor;
    this.output = new FrameOutput(allocator);
  }

  public Role role() {
    return role;
  }

  /** Returns the next bytes to transmit, which are the caller's from now on, or null. */
  public ByteBuf poll() {
    if (passage != Passage.BLOCKED) {
      return output.poll();
    }
    if (passableBuffers == 0) {
      return null;
    }
    passableBuffers--;
    return output.poll();
  }

  /** Returns whether there are bytes to transmit. */
  public boolean hasOutput() {
    return passage == Passage.BLOCKED ? passableBuffers > 0 : !output.isEmpty();
  }

  /** Returns whether the rest of a frame is made as it is polled (see {@link FrameOutput}). */
  public boolean isMidFrame() {
    return output.isMidFrame();
  }

  /** Returns how many bytes were encoded and not yet taken to be transmitted. */
  public long outputBytes() {
    return output.bytes();
  }

  /** Returns whether frames pass; they do not while an interceptor blocks or stalls them. */
  public boolean isOpen() {
    return passage == Passage.OPEN;
  }

  /** Returns whether the interceptor wants the TCP connection closed now. */
  public boolean isStalled() {
    return passage == Passage.STALLED && output.isEmpty();
  }

  /** Lets frames pass again; what was held back is received with the next {@link #receive}. */
  public void unblock() {
    passage = Passage.OPEN;
  }

  /** Returns the revision agreed on; null until the peer's banner was received. */
  public Revision revision() {
    return revision;
  }

  /** Sends this side's banner. */
  void sendBanner() {
    pass(Interceptor.Point.of(Interceptor.Step.BANNER_WRITE));
    byte[] bytes = banner.toBytes();
    sent.ifPresent(transcript -> transcript.add(bytes));
    output.write(bytes);
  }

  /**
   * Receives the peer's banner, after which frames can be sent and received.
   *
   * @param in stays the caller's; its reader index is moved past what was taken
   * @return the banner, or null while it is incomplete
   */
  Banner receiveBanner(ByteBuf in) {
    if (!isOpen()) {
      return null;
    }
    if (heldBanner.isEmpty()) {
      int at = in.readerIndex();
      Banner peer = bannerDecoder.decode(in);
      record(in, at);
      if (peer == null) {
        return null;
      }
      heldBanner = Optional.of(peer);
      pass(Interceptor.Point.of(Interceptor.Step.BANNER_READ));
      pass(Interceptor.Point.of(Interceptor.Step.BANNER_PAYLOAD_READ));
      if (!isOpen()) {
        return null;
      }
    }
    Banner peer = heldBanner.get();
    revision = banner.revisionWith(peer);
    encoder = new FrameEncoder(revision);
    decoder = new FrameDecoder(revision, limits.controlBytes(), allocator);
    return peer;
  }

  /**
   * Receives a frame.
   *
   * @param in stays the caller's; its reader index is moved past what was taken
   * @return the frame, now the caller's, or null while it is incomplete or {@link #isHeld held}
   */
  public RawFrame receive(ByteBuf in) {
    if (!isOpen()) {
      return null;
    }
    if (heldFrame.isPresent()) {
      RawFrame frame = heldFrame.get();
      heldFrame = Optional.empty();
      return frame;
    }
    int at = in.readerIndex();
    RawFrame frame = decoder.decode(in);
    if (frame == null) {
      record(in, at);
      return null;
    }
    try {
      record(in, at);
      pass(Interceptor.Point.read(frame.tag()));
    } catch (ProtocolException | InjectedFault e) {
      frame.release();
      throw e;
    }
    if (isOpen()) {
      return frame;
    }
    heldFrame = Optional.of(frame);
    return null;
  }

  /**
   * Returns where the next bytes belong, as {@link FrameDecoder#target} says; may be null. It is
   * while there is a transcript, which would miss those bytes.
   */
  public ByteBuf target() {
    return decoder == null || received.isPresent() || !isOpen() ? null : decoder.target();
  }

  /** Returns how many bytes are missing of a body that was begun, 0 if none was. */
  public int missingBytes() {
    return decoder == null || !isOpen() ? 0 : decoder.missingBytes();
  }

  /**
   * Allows messages as long as those of a session from here on; until then all frames are held to
   * the limit of control frames, since no memory is to be had for a message that nobody counts.
   *
   * @param gate is asked before memory for a message is allocated (see {@link FrameDecoder#gate})
   */
  public void admitMessages(MessageGate gate) {
    decoder.gate(gate);
    decoder.limit(limits.messageBytes());
  }

  /**
   * Returns whether a message was announced that there is no room for. {@link #receive} takes
   * nothing then, and goes on when it is called again and there is room.
   */
  public boolean isHeld() {
    return decoder != null && decoder.isHeld();
  }

  /** Sends a control frame. */
  public void send(ControlFrame frame) {
    pass(Interceptor.Point.write(frame.tag()));
    if (sent.isEmpty()) {
      encoder.control(frame, output);
      return;
    }
    // Few and small: copying them for the transcript costs nothing that matters.
    FrameOutput copy = new FrameOutput(allocator);
    encoder.control(frame, copy);
    for (ByteBuf part = copy.poll(); part != null; part = copy.poll()) {
      byte[] bytes = new byte[part.readableBytes()];
      part.readBytes(bytes);
      part.release();
      sent.get().add(bytes);
      output.write(bytes);
    }
  }

  /** Sends a message; the buffers stay the caller's (see {@link FrameEncoder#message}). */
  public void send(
      MessageHeader header, long seq, long ackSeq, ByteBuf front, ByteBuf middle, ByteBuf data) {
    pass(Interceptor.Point.write(Tag.MESSAGE));
    encoder.message(header, seq, ackSeq, front, middle, data, output);
  }

  /**
   * Ends the part of the connection that AUTH_SIGNATURE covers.
   *
   * @return the digests of what was received and what was sent
   */
  Signatures endTranscripts(Secret sessionKey) {
    Signatures signatures =
        new Signatures(
            received.orElseThrow().digest(sessionKey), sent.orElseThrow().digest(sessionKey));
    received = Optional.empty();
    sent = Optional.empty();
    return signatures;
  }

  /** Encrypts everything from here on, in both directions. */
  void secure(FrameKeys keys) {
    encoder.secure(keys, role);
    decoder.secure(keys, role.peer());
  }

  /** Does what can be done ahead for the next frames, while there is nothing else to do. */
  public void prepare() {
    if (decoder != null) {
      decoder.prepare();
      encoder.prepare();
    }
  }

  /** Compresses what comes after this, in both directions. */
  void compress(CompressionAlgorithm algorithm, CompressionConfig config) {
    encoder.compress(algorithm.compressor(), config.minimumBytes(), config.ratioLimit(), allocator);
    decoder.decompress(algorithm.decompressor(), config.ratioLimit());
  }

  /** Releases what is held of unfinished frames; nothing is to be received any more. */
  public void endReceiving() {
    heldFrame.ifPresent(RawFrame::release);
    heldFrame = Optional.empty();
    if (decoder != null) {
      decoder.release();
      encoder.release();
    }
  }

  /** Releases what is held of unfinished frames and of bytes not transmitted. */
  public void release() {
    output.release();
    endReceiving();
  }

  /** Asks the interceptor whether something passes; only the first one to be held back counts. */
  private void pass(Interceptor.Point point) {
    if (interceptor == Interceptor.NONE) {
      return;
    }
    switch (interceptor.reached(point)) {
      case CONTINUE -> {}
      case FAULT -> throw new InjectedFault(point);
      case BLOCK -> {
        passableBuffers = output.seal();
        passage = Passage.BLOCKED;
      }
      case STALL -> passage = Passage.STALLED;
    }
  }

  private void record(ByteBuf in, int from) {
    // Without a lambda, which would be allocated for each frame.
    if (received.isPresent()) {
      received.get().add(in, from, in.readerIndex() - from);
    }
  }

  /**
   * The two digests that AUTH_SIGNATURE frames carry.
   *
   * @param ofReceived what this side sends
   * @param ofSent what this side expects
   */
  record Signatures(byte[] ofReceived, byte[] ofSent) {}
}
