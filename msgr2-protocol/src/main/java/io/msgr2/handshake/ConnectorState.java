// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.Role;
import java.util.List;
import java.util.Optional;

/** What the connecting side waits for; mirrors {@link AcceptorState}. */
sealed interface ConnectorState extends HandshakeState {
  /** Linux keeps its error numbers below a page of memory. */
  int MAX_ERRNO = 4095;

  /**
   * What every state needs.
   *
   * @param compression what this side wants, if both banners ask for the compression handshake
   */
  record Context(
      Wire wire, AuthConnector auth, Banner peerBanner, Optional<CompressionConfig> compression) {}

  /** HELLO was sent. */
  record AwaitHello(Context context, EntityType peer) implements ConnectorState {
    @Override
    public String awaits() {
      return "HELLO";
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.Hello hello)) {
        throw outOfState(frame.tag());
      }
      EntityType type = EntityType.ofWire(hello.entityType());
      if (type != peer) {
        throw new ProtocolException(
            Violation.WRONG_ENTITY_TYPE, "dialled " + peer + ", answered by " + type);
      }
      if (!hello.peerAddress().isIp()) {
        // This side may have to give that address as its own.
        throw new ProtocolException(
            Violation.PAYLOAD_MALFORMED, "HELLO does not say where the acceptor sees this side");
      }
      return ask(context, type, hello.peerAddress(), context.auth.request());
    }

    static AwaitAuthReply ask(
        Context context, EntityType peer, EntityAddress seenAs, AuthRequest request) {
      context.wire.send(
          new ControlFrame.AuthRequest(
              request.method(), request.preferredModes(), request.payload()));
      return new AwaitAuthReply(context, peer, seenAs, request);
    }
  }

  /** AUTH_REQUEST, and possibly AUTH_REQUEST_MORE, was sent. */
  record AwaitAuthReply(Context context, EntityType peer, EntityAddress seenAs, AuthRequest request)
      implements ConnectorState {
    @Override
    public String awaits() {
      return "AUTH_REPLY_MORE, AUTH_DONE or AUTH_BAD_METHOD";
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (frame instanceof ControlFrame.AuthBadMethod bad) {
        return AwaitHello.ask(context, peer, seenAs, context.auth.badMethod(refusal(bad)));
      }
      if (frame instanceof ControlFrame.AuthReplyMore more) {
        byte[] answer = context.auth.replyMore(more.payload());
        context.wire.send(new ControlFrame.AuthRequestMore(answer));
        return this;
      }
      if (frame instanceof ControlFrame.AuthDone done) {
        return sign(done);
      }
      throw outOfState(frame.tag());
    }

    private static AuthRefusal refusal(ControlFrame.AuthBadMethod bad) {
      int errno = -bad.result();
      if (errno < 1 || errno > MAX_ERRNO) {
        throw new ProtocolException(
            Violation.PAYLOAD_MALFORMED,
            "AUTH_BAD_METHOD with result " + bad.result() + ", which is no negative error number");
      }
      return new AuthRefusal(bad.method(), errno, bad.allowedMethods(), bad.allowedModes());
    }

    private HandshakeState sign(ControlFrame.AuthDone done) {
      ConnectionMode mode = chosenMode(done.mode());
      AuthOutcome outcome = context.auth.done(done.globalId(), mode, done.payload());
      checkSecret(mode, outcome);
      var result =
          new Authenticated(
              Role.CONNECTOR,
              peer,
              context.peerBanner,
              seenAs,
              request.method(),
              mode,
              outcome,
              Optional.empty());
      return AwaitSignature.sign(context.wire, mode, outcome, () -> afterSignature(result));
    }

    private HandshakeState afterSignature(Authenticated result) {
      return context
          .compression
          .<HandshakeState>map(config -> AwaitCompressionDone.ask(context.wire, config, result))
          .orElse(result);
    }

    // Ceph's own connectors take any mode; a downgrade that was not offered is refused here.
    private ConnectionMode chosenMode(int chosen) {
      if (!request.preferredModes().contains(chosen)) {
        throw new ProtocolException(
            Violation.MODE_NOT_OFFERED,
            "offered modes "
                + request.preferredModes().stream().map(ConnectionMode::nameOf).toList()
                + ", acceptor chose "
                + ConnectionMode.nameOf(chosen));
      }
      return ConnectionMode.ofWire(chosen)
          .orElseThrow(
              () ->
                  new IllegalStateException(
                      "authentication offered " + ConnectionMode.nameOf(chosen)));
    }

    private static void checkSecret(ConnectionMode mode, AuthOutcome outcome) {
      int bytes = outcome.connectionSecret().length();
      if (mode == ConnectionMode.SECURE && bytes < FrameKeys.MIN_SECRET_BYTES) {
        throw new ProtocolException(
            Violation.AUTH_REPLY_INVALID,
            "acceptor chose mode secure with a connection secret of " + bytes + " bytes");
      }
    }
  }

  /** COMPRESSION_REQUEST was sent. */
  record AwaitCompressionDone(
      Wire wire, CompressionConfig config, boolean wanted, Authenticated result)
      implements ConnectorState {
    static AwaitCompressionDone ask(Wire wire, CompressionConfig config, Authenticated result) {
      boolean wanted = config.isWanted(result.peerType(), result.mode());
      List<Integer> methods =
          config.methods(result.peerType()).stream().map(CompressionMethod::wire).toList();
      wire.send(new ControlFrame.CompressionRequest(wanted, methods));
      return new AwaitCompressionDone(wire, config, wanted, result);
    }

    @Override
    public String awaits() {
      return "COMPRESSION_DONE";
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.CompressionDone done)) {
        throw outOfState(frame.tag());
      }
      // Compression takes both sides: who declined need not care what the other one answers.
      if (!wanted || !done.compress()) {
        return result;
      }
      CompressionAlgorithm chosen =
          config
              .pick(result.peerType(), List.of(done.method()))
              .orElseThrow(
                  () ->
                      new ProtocolException(
                          Violation.COMPRESSION_NOT_OFFERED,
                          "offered "
                              + config.methods(result.peerType())
                              + ", acceptor chose method "
                              + done.method()));
      wire.compress(chosen, config);
      return result.compressed(chosen.method());
    }
  }
}
