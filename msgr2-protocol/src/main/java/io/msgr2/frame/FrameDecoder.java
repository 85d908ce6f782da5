// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.RatioLimit;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Optional;

/**
 * Turns bytes into frames for one direction of one TCP connection, however the bytes are cut into
 * pieces. Starts in crc mode, as every connection does. Not safe for use by several threads.
 *
 * <p>Where the input holds a whole head or body, it is read where it lies. Where it does not, the
 * decoder allocates a buffer of exactly the missing size and the bytes are moved there, or, with
 * {@link #target}, are received there in the first place: a large payload then reaches the
 * application in the buffer that it was read from the socket into.
 *
 * <p>After a {@link ProtocolException} the stream has no frame boundary any more: the decoder is to
 * be released and the connection closed.
 */
public final class FrameDecoder {
  private final Revision revision;
  private final ByteBufAllocator allocator;
  private final PlaintextBuffers plaintexts;
  private final Crc crc = new Crc();
  private final Preamble preamble = new Preamble();
  private final int controlLimitBytes;
  private InboundFormat format;
  private MessageGate gate = MessageGate.OPEN;
  private Optional<FrameDecompressor> decompressor = Optional.empty();
  private int limitBytes;
  private Stage stage = Stage.HEAD;
  private ByteBuf partial;

  private enum Stage {
    HEAD,
    /** The head announced a message that there is no room for. */
    HELD,
    BODY
  }

  /**
   * @param revision the layout both ends agreed on by their banners
   * @param limitBytes how long the segments of a frame may be together
   * @param allocator where buffers for bodies come from
   * @throws IllegalArgumentException when the limit is none that {@link FrameLimits} may have
   */
  public FrameDecoder(Revision revision, int limitBytes, ByteBufAllocator allocator) {
    this.revision = revision;
    this.allocator = allocator;
    this.plaintexts = new PlaintextBuffers(allocator);
    this.controlLimitBytes = FrameLimits.checked(limitBytes);
    this.limitBytes = limitBytes;
    this.format = new CrcInbound(revision, crc);
  }

  /**
   * Sets how long the segments of a message may be together, from the next frame on. Control frames
   * keep the limit that the decoder began with: taken apart, their lists need many times the
   * memory.
   *
   * @throws IllegalArgumentException when the limit is none that {@link FrameLimits} may have
   */
  public void limit(int newLimitBytes) {
    limitBytes = FrameLimits.checked(newLimitBytes);
  }

  /**
   * Sets who is asked before memory for a message is allocated, from the next frame on. The decoder
   * begins with {@link MessageGate#OPEN}.
   *
   * @throws IllegalStateException when the bytes so far end within a frame
   */
  public void gate(MessageGate newGate) {
    if (midFrame()) {
      throw new IllegalStateException("a frame was begun that another gate was asked for");
    }
    gate = newGate;
  }

  /**
   * Decrypts every frame from the next one on.
   *
   * @param sender which end of the TCP connection the peer is
   * @throws IllegalStateException when the bytes so far end within a frame
   */
  public void secure(FrameKeys keys, Role sender) {
    if (midFrame()) {
      throw new IllegalStateException("a frame was begun that is not encrypted");
    }
    var opener = new FrameOpener(keys.key(), keys.noncesOf(sender, revision));
    format =
        switch (revision) {
          case V2_0 -> new SecureInbound20(crc, opener, plaintexts);
          case V2_1 -> new SecureInbound21(crc, opener, plaintexts);
        };
  }

  /** Does what can be done ahead for the next frame, while there is nothing else to do. */
  public void prepare() {
    format.prepare();
  }

  /**
   * Decompresses the frames from the next one on that say that they are compressed; until then such
   * a frame is refused. Decompressed, their segments are held to the same limits.
   *
   * @param segmentDecompressor the decoder's from now on
   * @param ratioLimit how many times their length the segments of a frame may become
   * @throws IllegalStateException when the bytes so far end within a frame, or frames are
   *     decompressed already
   */
  public void decompress(SegmentDecompressor segmentDecompressor, RatioLimit ratioLimit) {
    if (midFrame() || decompressor.isPresent()) {
      throw new IllegalStateException("it is too late to agree on compression");
    }
    decompressor = Optional.of(new FrameDecompressor(segmentDecompressor, ratioLimit, allocator));
  }

  /**
   * Takes as many bytes as belong to the current frame. Of a message that there is no room for it
   * takes the head, and nothing more until there is: {@link #isHeld} tells. To be called until it
   * returns null; before that it keeps memory for the frames that may follow.
   *
   * @param in its reader index is moved past what was taken; it stays the caller's, but the frame
   *     may keep references to it, so its bytes must not be overwritten
   * @return the frame, now the caller's, or null when all bytes were taken and more are needed, or
   *     when there is no room
   * @throws ProtocolException when the bytes are no frame that can be received
   */
  public RawFrame decode(ByteBuf in) {
    RawFrame frame = next(in);
    if (frame == null) {
      plaintexts.release();
    }
    return frame;
  }

  /** Returns whether a message was announced for which there is no room. */
  public boolean isHeld() {
    return stage == Stage.HELD;
  }

  /**
   * Returns where the next bytes from the peer belong, if a body was begun: a buffer whose writable
   * bytes are exactly those missing. It stays the decoder's. The caller appends to it and calls
   * {@link #decode}, with an empty buffer if need be. Null when the decoder has no preference.
   */
  public ByteBuf target() {
    return stage == Stage.BODY ? partial : null;
  }

  /** Returns how many bytes are missing of a body that was begun, 0 if none was. */
  public int missingBytes() {
    return stage == Stage.BODY && partial != null ? partial.writableBytes() : 0;
  }

  /** Returns whether the bytes so far end within a frame. */
  public boolean midFrame() {
    return stage != Stage.HEAD || partial != null;
  }

  /**
   * Releases what is held of an unfinished frame, and gives back the room that it has; nothing more
   * can be decoded.
   */
  public void release() {
    decompressor.ifPresent(FrameDecompressor::release);
    decompressor = Optional.empty();
    if (partial != null) {
      partial.release();
      partial = null;
    }
    switch (stage) {
      case HEAD -> {}
      case HELD -> gate.withdraw();
      case BODY -> room().giveBack();
    }
    plaintexts.release();
    stage = Stage.HEAD;
  }

  private RawFrame next(ByteBuf in) {
    while (!isHeld() || admitted()) {
      int wanted = stage == Stage.BODY ? format.bodyBytes(preamble) : format.headBytes();
      if (partial != null) {
        partial.writeBytes(in, Math.min(in.readableBytes(), partial.writableBytes()));
        if (partial.isWritable()) {
          if (stage == Stage.BODY) {
            format.look(partial, preamble);
          }
          return null;
        }
        RawFrame frame = received();
        if (frame != null) {
          return frame;
        }
      } else if (in.readableBytes() >= wanted) {
        int at = in.readerIndex();
        in.skipBytes(wanted);
        RawFrame frame = read(in, at);
        if (frame != null) {
          return frame;
        }
      } else {
        if (!in.isReadable() && stage == Stage.HEAD) {
          return null;
        }
        partial = format.allocate(allocator, wanted);
      }
    }
    return null;
  }

  private RawFrame received() {
    ByteBuf whole = partial;
    partial = null;
    try {
      return read(whole, 0);
    } finally {
      whole.release();
    }
  }

  private RawFrame read(ByteBuf in, int at) {
    if (stage == Stage.BODY) {
      return readBody(in, at);
    }
    readHead(in, at);
    return null;
  }

  private void readHead(ByteBuf in, int at) {
    format.readHead(in, at, preamble, limitBytes);
    if (preamble.tag() != Tag.MESSAGE && preamble.bytes() > controlLimitBytes) {
      throw new ProtocolException(
          Violation.SEGMENT_TOO_LARGE,
          preamble.tag()
              + " announces "
              + preamble.bytes()
              + " bytes, the limit of control frames is "
              + controlLimitBytes);
    }
    if (preamble.compressed() && decompressor.isEmpty()) {
      throw new ProtocolException(
          Violation.COMPRESSION_NOT_AGREED,
          preamble.tag() + " is compressed although no compression was agreed on");
    }
    stage = preamble.tag() == Tag.MESSAGE ? Stage.HELD : Stage.BODY;
  }

  private RawFrame readBody(ByteBuf in, int at) {
    stage = Stage.HEAD;
    Room room = room();
    RawFrame frame = null;
    try {
      frame = format.readBody(in, at, preamble);
    } finally {
      if (frame == null) {
        room.giveBack();
      }
    }
    frame.occupy(room);
    return preamble.compressed() && !frame.aborted() ? decompressed(frame) : frame;
  }

  private RawFrame decompressed(RawFrame frame) {
    int limit = frame.tag() == Tag.MESSAGE ? limitBytes : controlLimitBytes;
    boolean whole = false;
    try {
      decompressor.orElseThrow().decompress(frame, preamble, limit);
      whole = true;
      return frame;
    } finally {
      if (!whole) {
        frame.release();
      }
    }
  }

  private boolean admitted() {
    if (gate.admit(preamble.payloadBytes())) {
      stage = Stage.BODY;
      return true;
    }
    return false;
  }

  private Room room() {
    return preamble.tag() == Tag.MESSAGE && gate != MessageGate.OPEN
        ? new Room(gate, preamble.payloadBytes())
        : Room.NONE;
  }
}
