// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.AuthException;
import io.msgr2.auth.AuthForm;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.Role;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/**
 * Reads along from HELLO to AUTH_SIGNATURE, hands out the keys that frames are encrypted with, and
 * then watches the session for tickets.
 */
final class Authentication implements AuthFollower.Log {
  private static final int MAUTH = 17;
  private static final int MAUTH_REPLY = 18;
  private static final int PAXOS_HEADER_BYTES = 18;

  private final TranscriptBuilder transcript;
  private final Keychain keychain;
  private final Optional<FrameKeys> fixedKeys;
  private final Direction connector;
  private final Direction acceptor;
  private final Signatures signatures = new Signatures();
  private Optional<AuthFollower> follower = Optional.empty();
  private boolean awaitingAnswer;
  private boolean acceptorSaidHello;
  private boolean done;
  private Role currentSender = Role.CONNECTOR;
  private long currentAt;

  Authentication(
      TranscriptBuilder transcript,
      Keychain keychain,
      Optional<FrameKeys> fixedKeys,
      Direction connector,
      Direction acceptor) {
    this.transcript = transcript;
    this.keychain = keychain;
    this.fixedKeys = fixedKeys;
    this.connector = connector;
    this.acceptor = acceptor;
  }

  /** Returns whether it is clear how the direction's next frame is to be decoded. */
  boolean mayGoOn(Direction direction) {
    return switch (direction.sender()) {
      case CONNECTOR -> !awaitingAnswer;
      case ACCEPTOR -> done || !acceptorSaidHello || awaitingAnswer;
    };
  }

  /**
   * Takes a frame.
   *
   * @param at where it begins
   */
  void control(Direction direction, ControlFrame frame, long at) {
    currentSender = direction.sender();
    currentAt = at;
    if (frame instanceof ControlFrame.Hello) {
      acceptorSaidHello |= direction == acceptor;
    } else if (frame instanceof ControlFrame.AuthRequest request) {
      awaitingAnswer = true;
      signatures.end(direction);
      follower = Optional.of(followerOf(request));
      follow(() -> follower.get().request(request.payload()));
    } else if (frame instanceof ControlFrame.AuthRequestMore more) {
      awaitingAnswer = true;
      signatures.end(direction);
      follow(() -> follower.ifPresent(f -> f.requestMore(more.payload())));
    } else if (frame instanceof ControlFrame.AuthReplyMore more) {
      awaitingAnswer = false;
      follow(() -> follower.ifPresent(f -> f.replyMore(more.payload())));
    } else if (frame instanceof ControlFrame.AuthBadMethod) {
      awaitingAnswer = false;
    } else if (frame instanceof ControlFrame.AuthDone authDone) {
      awaitingAnswer = false;
      done = true;
      signatures.end(direction);
      done(authDone);
    } else if (frame instanceof ControlFrame.AuthSignature signature) {
      signature(direction, signature);
    }
  }

  /** Takes a message; a client may have its tickets renewed by one. */
  void message(Event.MessageSent message) {
    currentSender = message.sender();
    currentAt = message.offset();
    if (follower.isPresent() && follower.get() instanceof LoginFollower login) {
      WireReader front = new WireReader(Unpooled.wrappedBuffer(message.front()));
      follow(
          () -> {
            if (message.header().type() == MAUTH && message.sender() == Role.CONNECTOR) {
              front.bytes(PAXOS_HEADER_BYTES);
              if (front.s32() == AuthMethod.CEPHX.wire()) {
                login.renewalRequested(front.blob());
              }
            } else if (message.header().type() == MAUTH_REPLY
                && message.sender() == Role.ACCEPTOR) {
              front.s32(); // the method
              int result = front.s32();
              front.u64(); // the global id
              login.renewalAnswered(result, front.blob());
            }
          });
    }
  }

  @Override
  public void connector(AuthStep step) {
    if (step instanceof AuthStep.NameGiven given) {
      transcript.name(given.request().name());
    }
    transcript.add(new Event.Authentication(Role.CONNECTOR, step));
  }

  @Override
  public void acceptor(AuthStep step) {
    transcript.add(new Event.Authentication(Role.ACCEPTOR, step));
  }

  @Override
  public void problem(ProblemKind kind, String detail) {
    transcript.problem(kind, currentSender, currentAt, 0, detail);
  }

  private AuthFollower followerOf(ControlFrame.AuthRequest request) {
    byte[] payload = request.payload();
    if (request.method() == AuthMethod.NONE.wire()) {
      return new NoneFollower(this);
    }
    if (request.method() == AuthMethod.CEPHX.wire() && payload.length > 0) {
      if (AuthForm.isMonitor(payload[0])) {
        return new LoginFollower(keychain, this);
      }
      if (AuthForm.isAuthorizer(payload[0])) {
        return new AuthorizerFollower(keychain, this);
      }
    }
    return new UnknownMethodFollower(request.method(), this);
  }

  /** A payload that cannot be read is no reason not to read the frames that follow. */
  private void follow(Runnable reading) {
    try {
      reading.run();
    } catch (ProtocolException | AuthException e) {
      problem(ProblemKind.AUTH_PAYLOAD, e.getMessage());
    }
  }

  private void done(ControlFrame.AuthDone frame) {
    AuthFollower.Result result = result(frame.payload());
    result.name().ifPresent(transcript::name);
    signatures.key(result.sessionKey());
    Optional<ConnectionMode> mode = ConnectionMode.ofWire(frame.mode());
    if (mode.isEmpty()) {
      unreadable(ProblemKind.MODE_UNKNOWN, ConnectionMode.nameOf(frame.mode()));
      return;
    }
    if (mode.get() == ConnectionMode.SECURE) {
      frameKeys(result.connectionSecret())
          .ifPresentOrElse(
              this::secure,
              () -> unreadable(ProblemKind.ENCRYPTED, "the connection secret is not known"));
    }
  }

  private AuthFollower.Result result(byte[] payload) {
    try {
      return follower.map(f -> f.done(payload)).orElse(AuthFollower.Result.UNKNOWN);
    } catch (ProtocolException | AuthException e) {
      problem(ProblemKind.AUTH_PAYLOAD, e.getMessage());
      return AuthFollower.Result.UNKNOWN;
    }
  }

  private Optional<FrameKeys> frameKeys(Optional<Secret> connectionSecret) {
    return connectionSecret
        .filter(secret -> secret.length() >= FrameKeys.MIN_SECRET_BYTES)
        .map(secret -> new FrameKeys(secret.reveal()))
        .or(() -> fixedKeys);
  }

  private void secure(FrameKeys keys) {
    secure(connector, keys);
    secure(acceptor, keys);
  }

  private void secure(Direction direction, FrameKeys keys) {
    if (direction.midUnit()) {
      transcript.stop(
          direction, ProblemKind.VIOLATION, "mode secure begins in the middle of a frame");
    } else if (direction.framesBegun()) {
      direction.secure(keys);
    }
  }

  private void unreadable(ProblemKind kind, String detail) {
    transcript.stop(connector, kind, detail);
    transcript.stop(acceptor, kind, detail);
  }

  private void signature(Direction direction, ControlFrame.AuthSignature frame) {
    Direction peer = direction == connector ? acceptor : connector;
    switch (signatures.check(frame, peer)) {
      case RIGHT -> transcript.add(new Event.SignatureVerified(direction.sender()));
      case WRONG ->
          problem(
              ProblemKind.SIGNATURE_MISMATCH, "AUTH_SIGNATURE does not match what the peer sent");
      case UNKNOWN -> {
        // The key is not known, or the recording is not complete; both were said before.
      }
    }
  }
}
