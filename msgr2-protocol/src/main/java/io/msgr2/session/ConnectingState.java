// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
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
import java.util.Optional;

/** This side dialled; mirrors {@link AcceptingState}. */
sealed interface ConnectingState extends SessionState {
  @Override
  default Phase phase() {
    return Phase.CONNECTING;
  }

  /**
   * What every state needs.
   *
   * @param target the address that was dialled
   * @param policy how the session is treated here
   */
  record Dialled(SessionContext session, Wire wire, EntityAddress target, Policy policy) {
    /** Asks for a session: for the one there is, or for a new one. */
    SessionState ask(Authenticated authenticated) {
      return session.identity().isAgreed()
          ? AwaitReconnectAnswer.ask(this, authenticated, 0)
          : AwaitServerIdent.ask(this, authenticated);
    }
  }

  /** There is no TCP connection yet. */
  record Dialling(Dialled dialled) implements ConnectingState {
    @Override
    public String awaits() {
      return "TCP connection";
    }

    @Override
    public long timeoutMs(Timeouts timeouts) {
      return timeouts.connectMs();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      if (in.isReadable()) {
        throw new IllegalStateException("bytes received before the transport was opened");
      }
      return this;
    }
  }

  /** The peers find out whether they may talk. */
  record Authenticating(Dialled dialled, Handshake handshake) implements ConnectingState {
    @Override
    public String awaits() {
      return handshake.awaits();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      return handshake.receive(in).map(dialled::ask).orElse(this);
    }
  }

  /** CLIENT_IDENT was sent. */
  record AwaitServerIdent(
      Dialled dialled, Authenticated authenticated, ControlFrame.ClientIdent asked)
      implements ConnectingState {
    static AwaitServerIdent ask(Dialled dialled, Authenticated authenticated) {
      SessionConfig config = dialled.session.config();
      SessionIdentity identity = dialled.session.identity();
      var ident =
          new ControlFrame.ClientIdent(
              dialled.session.addresses(authenticated.seenAs()),
              dialled.target,
              config.gid(authenticated.outcome().globalId()),
              identity.globalSeq(),
              config.features(),
              dialled.policy.requiredFeatures() | Features.MSG_ADDR2,
              dialled.policy.lossy() ? ControlFrame.LOSSY : 0,
              identity.clientCookie());
      dialled.wire.send(ident);
      return new AwaitServerIdent(dialled, authenticated, ident);
    }

    @Override
    public String awaits() {
      return "SERVER_IDENT";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = dialled.wire.receive(in);
      if (frame == null) {
        return this;
      }
      ControlFrame control = Frames.control(frame, awaits());
      if (control instanceof ControlFrame.ServerIdent ident) {
        return ready(ident);
      }
      if (control instanceof ControlFrame.IdentMissingFeatures missing) {
        throw new ProtocolException(
            Violation.FEATURES_MISSING,
            String.format(
                "peer requires Ceph features %#x that were not offered", missing.features()));
      }
      if (control instanceof ControlFrame.Wait) {
        return waiting(dialled.session.config());
      }
      throw Frames.outOfState(awaits(), frame.tag());
    }

    private SessionState ready(ControlFrame.ServerIdent ident) {
      if (!ident.addresses().addresses().contains(asked.targetAddress())) {
        throw new ProtocolException(
            Violation.WRONG_TARGET_ADDRESS,
            "dialled " + asked.targetAddress() + ", answered by " + ident.addresses());
      }
      boolean lossy = (ident.flags() & ControlFrame.LOSSY) != 0;
      if (!lossy && ident.cookie() == 0) {
        throw new ProtocolException(
            Violation.PAYLOAD_MALFORMED, "SERVER_IDENT of a lossless session has no cookie");
      }
      SessionContext session = dialled.session;
      session.identity().agreed(ident, lossy);
      session.flow().restart();
      ConnectionInfo info =
          new ConnectionInfo(
              Role.CONNECTOR,
              new EntityNumber(authenticated.peerType(), ident.gid()),
              Optional.empty(),
              ident.addresses(),
              asked.addresses(),
              authenticated.peerBanner(),
              dialled.wire.revision(),
              authenticated.mode(),
              authenticated.compression(),
              authenticated.authMethod(),
              authenticated.outcome().globalId(),
              session.config().features() & ident.supportedFeatures(),
              lossy);
      session.establish(info, false);
      return new Ready(session, dialled.wire, info);
    }
  }

  /**
   * SESSION_RECONNECT was sent.
   *
   * @param attempts how often it was sent before on this connection
   */
  record AwaitReconnectAnswer(Dialled dialled, Authenticated authenticated, int attempts)
      implements ConnectingState {
    static AwaitReconnectAnswer ask(Dialled dialled, Authenticated authenticated, int attempts) {
      if (attempts >= AcceptingState.MAX_ATTEMPTS) {
        throw new ProtocolException(
            Violation.IDENT_TOO_MANY_ATTEMPTS,
            "SESSION_RECONNECT was not accepted " + attempts + " times");
      }
      SessionIdentity identity = dialled.session.identity();
      dialled.wire.send(
          new ControlFrame.SessionReconnect(
              dialled.session.addresses(authenticated.seenAs()),
              identity.clientCookie(),
              identity.serverCookie(),
              identity.globalSeq(),
              identity.connectSeq(),
              dialled.session.flow().inSeq()));
      return new AwaitReconnectAnswer(dialled, authenticated, attempts + 1);
    }

    @Override
    public String awaits() {
      return "SESSION_RECONNECT_OK, SESSION_RETRY, SESSION_RETRY_GLOBAL, SESSION_RESET or WAIT";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = dialled.wire.receive(in);
      return frame == null ? this : on(Frames.control(frame, awaits()));
    }

    private SessionState on(ControlFrame answer) {
      SessionContext session = dialled.session;
      SessionIdentity identity = session.identity();
      if (answer instanceof ControlFrame.SessionReconnectOk ok) {
        session.flow().resume(ok.msgSeq());
        ConnectionInfo info =
            session.established().orElseThrow().over(dialled.wire, Role.CONNECTOR, authenticated);
        session.establish(info, true);
        return new Ready(session, dialled.wire, info);
      }
      if (answer instanceof ControlFrame.SessionRetry retry) {
        identity.retry(retry.connectSeq());
        return ask(dialled, authenticated, attempts);
      }
      if (answer instanceof ControlFrame.SessionRetryGlobal retry) {
        identity.retryGlobal(retry.globalSeq(), session.config().globalSeq());
        return ask(dialled, authenticated, attempts);
      }
      if (answer instanceof ControlFrame.SessionReset reset) {
        session.lostByPeer(reset.full());
        return AwaitServerIdent.ask(dialled, authenticated);
      }
      if (answer instanceof ControlFrame.Wait) {
        return waiting(session.config());
      }
      throw Frames.outOfState(awaits(), answer.tag());
    }
  }

  private static SessionState waiting(SessionConfig config) {
    return new SessionState.Waiting(
        config.timeouts().backoff().waitMs(config.random().getAsLong()));
  }
}
