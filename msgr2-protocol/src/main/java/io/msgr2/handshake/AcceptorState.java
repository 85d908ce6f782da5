// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Role;
import java.util.Optional;
import java.util.function.Function;

/** What the accepting side waits for; mirrors {@link ConnectorState}. */
sealed interface AcceptorState extends HandshakeState {
  /** A connector has a handful of methods to try; more attempts than this are guesses. */
  int MAX_REFUSALS = 8;

  /**
   * What every state needs.
   *
   * @param compression what this side wants, if both banners ask for the compression handshake
   */
  record Context(
      Wire wire, AuthServer auth, Banner peerBanner, Optional<CompressionConfig> compression) {}

  /** Banner and HELLO were sent. */
  record AwaitHello(Context context) implements AcceptorState {
    @Override
    public String awaits() {
      return "HELLO";
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.Hello hello)) {
        throw outOfState(frame.tag());
      }
      EntityType peer = EntityType.ofWire(hello.entityType());
      var exchange = new Exchange(context, peer, hello.peerAddress(), context.auth.acceptor(peer));
      return new AwaitAuthRequest(exchange, Refusals.NONE);
    }
  }

  /** Waiting for the connector's first or, after a refusal, next attempt. */
  record AwaitAuthRequest(Exchange exchange, Refusals refusals) implements AcceptorState {
    @Override
    public String awaits() {
      return "AUTH_REQUEST" + refusals.text();
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.AuthRequest request)) {
        throw outOfState(frame.tag());
      }
      var attempt = new AuthRequest(request.method(), request.preferredModes(), request.payload());
      return exchange.answer(
          exchange.auth.request(attempt),
          request.method(),
          refusals,
          more -> new AwaitAuthRequest(exchange, more));
    }
  }

  /** AUTH_REPLY_MORE was sent. */
  record AwaitAuthRequestMore(Exchange exchange, int method, Refusals refusals)
      implements AcceptorState {
    @Override
    public String awaits() {
      return "AUTH_REQUEST_MORE" + refusals.text();
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.AuthRequestMore more)) {
        throw outOfState(frame.tag());
      }
      // As with Ceph's own acceptors, an attempt that fails in a later round is the last one.
      return exchange.answer(
          exchange.auth.requestMore(more.payload()),
          method,
          refusals,
          again -> new AwaitAuthRequestMore(exchange, method, again));
    }
  }

  /** What is known from HELLO on, and the answers that several states can give. */
  record Exchange(Context context, EntityType peer, EntityAddress seenAs, AuthAcceptor auth) {
    HandshakeState answer(
        AuthDecision decision,
        int method,
        Refusals refusals,
        Function<Refusals, HandshakeState> afterRefusal) {
      if (decision instanceof AuthDecision.More more) {
        context.wire.send(new ControlFrame.AuthReplyMore(more.payload()));
        return new AwaitAuthRequestMore(this, method, refusals);
      }
      if (decision instanceof AuthDecision.Refused refused) {
        refuse(refused.refusal());
        return afterRefusal.apply(refusals.plus(refused.reason()));
      }
      return sign((AuthDecision.Done) decision, method);
    }

    private AwaitSignature sign(AuthDecision.Done done, int method) {
      var outcome = done.outcome();
      context.wire.send(
          new ControlFrame.AuthDone(outcome.globalId(), done.mode().wire(), done.payload()));
      var result =
          new Authenticated(
              Role.ACCEPTOR,
              peer,
              context.peerBanner,
              seenAs,
              method,
              done.mode(),
              outcome,
              Optional.empty());
      return AwaitSignature.sign(
          context.wire,
          done.mode(),
          outcome,
          () ->
              context
                  .compression
                  .<HandshakeState>map(
                      config -> new AwaitCompressionRequest(context.wire, config, result))
                  .orElse(result));
    }

    private void refuse(AuthRefusal refusal) {
      context.wire.send(
          new ControlFrame.AuthBadMethod(
              refusal.method(),
              -refusal.errno(),
              refusal.allowedMethods(),
              refusal.allowedModes()));
    }
  }

  /**
   * The attempts that were refused on this connection.
   *
   * @param lastReason why, the last time; for this side's operator
   */
  record Refusals(int count, String lastReason) {
    static final Refusals NONE = new Refusals(0, "");

    Refusals plus(String reason) {
      if (count + 1 >= MAX_REFUSALS) {
        throw new ProtocolException(
            Violation.AUTH_TOO_MANY_ATTEMPTS,
            MAX_REFUSALS + " attempts were refused, the last one because: " + reason);
      }
      return new Refusals(count + 1, reason);
    }

    String text() {
      return count == 0 ? "" : " (" + count + " refused so far, last because: " + lastReason + ")";
    }
  }

  /** Both banners ask for the compression handshake. */
  record AwaitCompressionRequest(Wire wire, CompressionConfig config, Authenticated result)
      implements AcceptorState {
    @Override
    public String awaits() {
      return "COMPRESSION_REQUEST";
    }

    @Override
    public HandshakeState on(ControlFrame frame) {
      if (!(frame instanceof ControlFrame.CompressionRequest request)) {
        throw outOfState(frame.tag());
      }
      return config
          .pick(result.peerType(), request.methods())
          .filter(any -> request.compress() && config.isWanted(result.peerType(), result.mode()))
          .map(this::agree)
          .orElseGet(this::decline);
    }

    private Authenticated agree(CompressionAlgorithm chosen) {
      wire.send(new ControlFrame.CompressionDone(true, chosen.method().wire()));
      wire.compress(chosen, config);
      return result.compressed(chosen.method());
    }

    private Authenticated decline() {
      wire.send(new ControlFrame.CompressionDone(false, 0));
      return result;
    }
  }
}
