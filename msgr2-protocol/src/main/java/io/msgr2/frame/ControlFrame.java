// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;

/**
 * Every frame but MESSAGE, one record for each tag, its components in the order of the wire (msgr2
 * spec, Hello to Message exchange). Where the spec and real peers differ, this is what real peers
 * send (docs/protocol-notes.md, Control frames).
 */
public sealed interface ControlFrame {
  /** The flag, in both ident frames, of a session that ends with its TCP connection. */
  long LOSSY = 1;

  /** Returns the frame's tag. */
  Tag tag();

  /** Appends the payload. */
  void write(WireWriter out);

  /**
   * Reads the payload of a control frame.
   *
   * @param frame stays the caller's
   * @throws ProtocolException when the payload is not what the tag defines
   * @throws IllegalArgumentException when the frame is a MESSAGE
   */
  static ControlFrame read(RawFrame frame) {
    for (int i = 1; i < Preamble.MAX_SEGMENTS; i++) {
      if (frame.segment(i).isReadable()) {
        throw new ProtocolException(
            Violation.SEGMENT_LAYOUT, "control frame " + frame + " has more than one segment");
      }
    }
    WireReader in = new WireReader(frame.segment(0));
    ControlFrame control =
        switch (frame.tag()) {
          case HELLO -> Hello.read(in);
          case AUTH_REQUEST -> AuthRequest.read(in);
          case AUTH_BAD_METHOD -> AuthBadMethod.read(in);
          case AUTH_REPLY_MORE -> new AuthReplyMore(in.blob());
          case AUTH_REQUEST_MORE -> new AuthRequestMore(in.blob());
          case AUTH_DONE -> new AuthDone(in.u64(), in.s32(), in.blob());
          case AUTH_SIGNATURE -> new AuthSignature(in.bytes(AuthSignature.BYTES));
          case CLIENT_IDENT -> ClientIdent.read(in);
          case SERVER_IDENT -> ServerIdent.read(in);
          case IDENT_MISSING_FEATURES -> new IdentMissingFeatures(in.u64());
          case SESSION_RECONNECT -> SessionReconnect.read(in);
          case SESSION_RESET -> new SessionReset(in.bool());
          case SESSION_RETRY -> new SessionRetry(in.u64());
          case SESSION_RETRY_GLOBAL -> new SessionRetryGlobal(in.u64());
          case SESSION_RECONNECT_OK -> new SessionReconnectOk(in.u64());
          case WAIT -> new Wait();
          case KEEPALIVE2 -> new Keepalive2(in.s32(), in.s32());
          case KEEPALIVE2_ACK -> new Keepalive2Ack(in.s32(), in.s32());
          case ACK -> new Ack(in.u64());
          case COMPRESSION_REQUEST -> new CompressionRequest(in.bool(), in.list(WireReader::s32));
          case COMPRESSION_DONE -> new CompressionDone(in.bool(), in.s32());
          case MESSAGE -> throw new IllegalArgumentException("MESSAGE is no control frame");
        };
    in.expectEnd(frame.tag().name());
    return control;
  }

  /**
   * Both sides: who I am and where I see you.
   *
   * @param entityType number of the sender's entity type
   * @param peerAddress the receiver's address as the sender sees or dialled it
   */
  record Hello(int entityType, EntityAddress peerAddress) implements ControlFrame {
    static Hello read(WireReader in) {
      return new Hello(in.u8(), EntityAddress.read(in));
    }

    @Override
    public Tag tag() {
      return Tag.HELLO;
    }

    @Override
    public void write(WireWriter out) {
      peerAddress.write(out.u8(entityType));
    }
  }

  /** Connector: this is the method I try, the modes I want, and what the method has to say. */
  record AuthRequest(int method, List<Integer> preferredModes, byte[] payload)
      implements ControlFrame {
    static AuthRequest read(WireReader in) {
      return new AuthRequest(in.s32(), in.list(WireReader::s32), in.blob());
    }

    @Override
    public Tag tag() {
      return Tag.AUTH_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
      out.u32(method).list(preferredModes, WireWriter::s32).blob(payload);
    }
  }

  /**
   * Acceptor: not this way.
   *
   * @param result a negative Linux error number
   */
  record AuthBadMethod(
      int method, int result, List<Integer> allowedMethods, List<Integer> allowedModes)
      implements ControlFrame {
    static AuthBadMethod read(WireReader in) {
      return new AuthBadMethod(
          in.s32(), in.s32(), in.list(WireReader::s32), in.list(WireReader::s32));
    }

    @Override
    public Tag tag() {
      return Tag.AUTH_BAD_METHOD;
    }

    @Override
    public void write(WireWriter out) {
      out.u32(method)
          .u32(result)
          .list(allowedMethods, WireWriter::s32)
          .list(allowedModes, WireWriter::s32);
    }
  }

  /** Acceptor: the method needs another round. */
  record AuthReplyMore(byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.AUTH_REPLY_MORE;
    }

    @Override
    public void write(WireWriter out) {
      out.blob(payload);
    }
  }

  /** Connector: the answer to {@link AuthReplyMore}. */
  record AuthRequestMore(byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.AUTH_REQUEST_MORE;
    }

    @Override
    public void write(WireWriter out) {
      out.blob(payload);
    }
  }

  /** Acceptor: you are who you say you are. */
  record AuthDone(long globalId, int mode, byte[] payload) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.AUTH_DONE;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(globalId).u32(mode).blob(payload);
    }
  }

  /** Both sides: a keyed digest of all that the sender has received so far. */
  record AuthSignature(byte[] digest) implements ControlFrame {
    /** The length of the digest. */
    public static final int BYTES = 32;

    @Override
    public Tag tag() {
      return Tag.AUTH_SIGNATURE;
    }

    @Override
    public void write(WireWriter out) {
      out.bytes(digest);
    }
  }

  /** Connector: let us begin a session. */
  record ClientIdent(
      EntityAddressVector addresses,
      EntityAddress targetAddress,
      long gid,
      long globalSeq,
      long supportedFeatures,
      long requiredFeatures,
      long flags,
      long cookie)
      implements ControlFrame {
    static ClientIdent read(WireReader in) {
      return new ClientIdent(
          EntityAddressVector.read(in),
          EntityAddress.read(in),
          in.u64(),
          in.u64(),
          in.u64(),
          in.u64(),
          in.u64(),
          in.u64());
    }

    @Override
    public Tag tag() {
      return Tag.CLIENT_IDENT;
    }

    @Override
    public void write(WireWriter out) {
      addresses.write(out);
      targetAddress.write(out);
      out.u64(gid)
          .u64(globalSeq)
          .u64(supportedFeatures)
          .u64(requiredFeatures)
          .u64(flags)
          .u64(cookie);
    }
  }

  /** Acceptor: the session begins. */
  record ServerIdent(
      EntityAddressVector addresses,
      long gid,
      long globalSeq,
      long supportedFeatures,
      long requiredFeatures,
      long flags,
      long cookie)
      implements ControlFrame {
    static ServerIdent read(WireReader in) {
      return new ServerIdent(
          EntityAddressVector.read(in), in.u64(), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    }

    @Override
    public Tag tag() {
      return Tag.SERVER_IDENT;
    }

    @Override
    public void write(WireWriter out) {
      addresses.write(out);
      out.u64(gid)
          .u64(globalSeq)
          .u64(supportedFeatures)
          .u64(requiredFeatures)
          .u64(flags)
          .u64(cookie);
    }
  }

  /** Acceptor: you lack these features. */
  record IdentMissingFeatures(long features) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.IDENT_MISSING_FEATURES;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(features);
    }
  }

  /** Connector: let us go on with a session that was interrupted. */
  record SessionReconnect(
      EntityAddressVector addresses,
      long clientCookie,
      long serverCookie,
      long globalSeq,
      long connectSeq,
      long msgSeq)
      implements ControlFrame {
    static SessionReconnect read(WireReader in) {
      return new SessionReconnect(
          EntityAddressVector.read(in), in.u64(), in.u64(), in.u64(), in.u64(), in.u64());
    }

    @Override
    public Tag tag() {
      return Tag.SESSION_RECONNECT;
    }

    @Override
    public void write(WireWriter out) {
      addresses.write(out);
      out.u64(clientCookie).u64(serverCookie).u64(globalSeq).u64(connectSeq).u64(msgSeq);
    }
  }

  /** Acceptor: there is no such session; with {@code full}, forget what is queued too. */
  record SessionReset(boolean full) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.SESSION_RESET;
    }

    @Override
    public void write(WireWriter out) {
      out.bool(full);
    }
  }

  /** Acceptor: that connect_seq is behind mine. */
  record SessionRetry(long connectSeq) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.SESSION_RETRY;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(connectSeq);
    }
  }

  /** Acceptor: that global_seq is behind the one I know. */
  record SessionRetryGlobal(long globalSeq) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.SESSION_RETRY_GLOBAL;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(globalSeq);
    }
  }

  /** Acceptor: the session goes on; this is the last message I received. */
  record SessionReconnectOk(long msgSeq) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.SESSION_RECONNECT_OK;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(msgSeq);
    }
  }

  /** Acceptor: my own connection to you will carry the session. */
  record Wait() implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.WAIT;
    }

    @Override
    public void write(WireWriter out) {
      // No payload.
    }
  }

  /** Both sides: are you there? The time is the sender's. */
  record Keepalive2(int seconds, int nanos) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.KEEPALIVE2;
    }

    @Override
    public void write(WireWriter out) {
      out.u32(seconds).u32(nanos);
    }
  }

  /** Both sides: I am; this is the time that you sent. */
  record Keepalive2Ack(int seconds, int nanos) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.KEEPALIVE2_ACK;
    }

    @Override
    public void write(WireWriter out) {
      out.u32(seconds).u32(nanos);
    }
  }

  /** Both sides: this is the last message I received. */
  record Ack(long seq) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.ACK;
    }

    @Override
    public void write(WireWriter out) {
      out.u64(seq);
    }
  }

  /** Connector: whether I want compression, and which methods I have. */
  record CompressionRequest(boolean compress, List<Integer> methods) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.COMPRESSION_REQUEST;
    }

    @Override
    public void write(WireWriter out) {
      out.bool(compress).list(methods, WireWriter::s32);
    }
  }

  /** Acceptor: whether there will be compression, and which method. */
  record CompressionDone(boolean compress, int method) implements ControlFrame {
    @Override
    public Tag tag() {
      return Tag.COMPRESSION_DONE;
    }

    @Override
    public void write(WireWriter out) {
      out.bool(compress).u32(method);
    }
  }
}
