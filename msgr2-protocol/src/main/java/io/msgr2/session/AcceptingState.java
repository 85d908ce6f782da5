// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityNumber;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Role;
import io.msgr2.handshake.Authenticated;
import io.msgr2.handshake.Handshake;
import io.msgr2.handshake.Wire;
import io.netty.buffer.ByteBuf;

/** The peer dialled; mirrors {@link ConnectingState}. */
sealed interface AcceptingState extends SessionState {
  // A connector that learns something from each answer needs fewer.
  int MAX_ATTEMPTS = 8;

  @Override
  default Phase phase() {
    return Phase.ACCEPTING;
  }

  /** The peers find out whether they may talk. */
  record Authenticating(SessionContext session, Wire wire, Handshake handshake)
      implements AcceptingState {
    @Override
    public String awaits() {
      return handshake.awaits();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      return handshake
          .receive(in)
          .map(
              authenticated ->
                  (SessionState)
                      new AwaitIdent(
                          new Accepted(
                              session,
                              wire,
                              authenticated,
                              session.config().policies().apply(authenticated.peerType())),
                          0))
          .orElse(this);
    }
  }

  /**
   * What every further state needs.
   *
   * @param policy how the session is treated here
   */
  record Accepted(SessionContext session, Wire wire, Authenticated authenticated, Policy policy) {
    EntityNumber named(ControlFrame.ClientIdent ident) {
      return new EntityNumber(authenticated.peerType(), ident.gid());
    }

    /** Answers a connector that has to ask again. */
    AwaitIdent notYet(ControlFrame answer, int attempts) {
      wire.send(answer);
      if (attempts + 1 >= MAX_ATTEMPTS) {
        throw new ProtocolException(
            Violation.IDENT_TOO_MANY_ATTEMPTS,
            MAX_ATTEMPTS + " attempts led to no session, the last one to " + answer.tag());
      }
      return new AwaitIdent(this, attempts + 1);
    }
  }

  /**
   * The connector says next which session it wants (docs/protocol-notes.md, Identification).
   *
   * @param attempts how often it did, and was not given one
   */
  record AwaitIdent(Accepted accepted, int attempts) implements AcceptingState {
    @Override
    public String awaits() {
      return "CLIENT_IDENT or SESSION_RECONNECT";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = accepted.wire.receive(in);
      if (frame == null) {
        return this;
      }
      ControlFrame control = Frames.control(frame, awaits());
      if (control instanceof ControlFrame.ClientIdent ident) {
        return check(ident);
      }
      if (control instanceof ControlFrame.SessionReconnect reconnect) {
        requireAddress(reconnect.addresses(), "SESSION_RECONNECT names no address");
        return new Arrived.ToResume(accepted, reconnect, attempts);
      }
      throw Frames.outOfState(awaits(), frame.tag());
    }

    private SessionState check(ControlFrame.ClientIdent ident) {
      SessionConfig config = accepted.session.config();
      EntityNumber peer = accepted.named(ident);
      requireAddress(ident.addresses(), "CLIENT_IDENT names no address of " + peer);
      if (!config.addresses().addresses().contains(ident.targetAddress())) {
        throw new ProtocolException(
            Violation.WRONG_TARGET_ADDRESS,
            peer + " dialled " + ident.targetAddress() + ", this is " + config.addresses());
      }
      long missing =
          (accepted.policy.requiredFeatures() | Features.MSG_ADDR2) & ~ident.supportedFeatures();
      if (missing != 0) {
        // The TCP connection stays: the connector may identify itself again with more features.
        return accepted.notYet(new ControlFrame.IdentMissingFeatures(missing), attempts);
      }
      return new Arrived.ToBegin(accepted, ident);
    }

    private static void requireAddress(EntityAddressVector addresses, String otherwise) {
      if (addresses.isEmpty() || addresses.front().isBlank()) {
        throw new ProtocolException(Violation.ADDRESSES_EMPTY, otherwise);
      }
    }
  }

  /**
   * The connector has said which session it wants. Whether there is one, the owner finds out;
   * nothing more is read until then.
   */
  sealed interface Arrived extends AcceptingState {
    Accepted accepted();

    /** Returns the addresses of the connector. */
    EntityAddressVector addresses();

    @Override
    default String awaits() {
      return "this side to look for an existing session";
    }

    @Override
    default SessionState receive(ByteBuf in) {
      return this;
    }

    /** The connector wants a new session, or one whose beginning was interrupted. */
    record ToBegin(Accepted accepted, ControlFrame.ClientIdent ident) implements Arrived {
      @Override
      public EntityAddressVector addresses() {
        return ident.addresses();
      }

      /**
       * Makes the given session, this one or one that takes the connection over, a session of the
       * connector's.
       */
      Ready begin(SessionContext session, boolean lossy) {
        SessionConfig config = session.config();
        session.identity().agree(ident, lossy, config);
        session.flow().restart();
        Authenticated authenticated = accepted.authenticated;
        ConnectionInfo info =
            new ConnectionInfo(
                Role.ACCEPTOR,
                accepted.named(ident),
                authenticated.outcome().name(),
                ident.addresses(),
                config.addresses(),
                authenticated.peerBanner(),
                accepted.wire.revision(),
                authenticated.mode(),
                authenticated.compression(),
                authenticated.authMethod(),
                authenticated.outcome().globalId(),
                config.features() & ident.supportedFeatures(),
                lossy);
        session.establish(info, false);
        return new Ready(session, accepted.wire, info);
      }

      /** Returns the answer that tells the connector of the session. */
      ControlFrame answer(SessionContext session, Policy policy) {
        SessionConfig config = session.config();
        SessionIdentity identity = session.identity();
        return new ControlFrame.ServerIdent(
            config.addresses(),
            config.self().number().gid(),
            identity.globalSeq(),
            config.features(),
            policy.requiredFeatures() | Features.MSG_ADDR2,
            policy.lossy() ? ControlFrame.LOSSY : 0,
            identity.serverCookie());
      }
    }

    /** The connector wants to go on with a session. */
    record ToResume(Accepted accepted, ControlFrame.SessionReconnect reconnect, int attempts)
        implements Arrived {
      @Override
      public EntityAddressVector addresses() {
        return reconnect.addresses();
      }

      /** Answers that the session is not to be had like this. */
      SessionState refuse(ControlFrame answer) {
        return accepted.notYet(answer, attempts);
      }

      /** Goes on with the given session over this connection. */
      Ready resume(SessionContext session) {
        session.identity().resumed(reconnect);
        session.flow().resume(reconnect.msgSeq());
        ConnectionInfo info =
            session
                .established()
                .orElseThrow()
                .over(accepted.wire, Role.ACCEPTOR, accepted.authenticated);
        session.establish(info, true);
        return new Ready(session, accepted.wire, info);
      }
    }
  }

  /**
   * WAIT was sent: this side's own connection carries the session, and the peer closes this one.
   */
  record ServerWait(Wire wire) implements AcceptingState {
    @Override
    public String awaits() {
      return "the peer to close";
    }

    @Override
    public Phase phase() {
      return Phase.SERVER_WAIT;
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = wire.receive(in);
      if (frame == null) {
        return this;
      }
      frame.release();
      throw Frames.outOfState(awaits(), frame.tag());
    }
  }
}
