// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityNumber;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.Authenticated;
import io.msgr2.handshake.Handshake;
import io.msgr2.handshake.Wire;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/** Where a session stands. Each state holds exactly what is known by then. */
sealed interface SessionState {
  /** Returns what the session is waiting for, for errors. */
  String awaits();

  /** Returns how long the session may stay as it is; in ready state, without a byte. */
  default int timeoutMs(Timeouts timeouts) {
    return timeouts.handshakeMs();
  }

  /**
   * Takes received bytes.
   *
   * @param in stays the caller's; its reader index is moved past what was taken
   * @return the next state; the same one when all bytes were taken
   */
  SessionState receive(ByteBuf in);

  /** What every state with a TCP connection needs. */
  record Context(
      SessionConfig config, Wire wire, MessageFlow flow, ArrayDeque<SessionEvent> events) {}

  /** The peers find out whether they may talk, and how. */
  record Authenticating(Context context, Handshake handshake, Optional<EntityAddress> target)
      implements SessionState {
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
                  target
                      .map(dialled -> AwaitServerIdent.ask(context, authenticated, dialled))
                      .orElseGet(() -> new AwaitClientIdent(context, authenticated, 0)))
          .orElse(this);
    }
  }

  /** Connecting side: CLIENT_IDENT was sent. */
  record AwaitServerIdent(
      Context context, Authenticated authenticated, ControlFrame.ClientIdent asked)
      implements SessionState {
    static SessionState ask(Context context, Authenticated authenticated, EntityAddress target) {
      SessionConfig config = context.config;
      Policy policy = config.policies().apply(authenticated.peerType());
      var ident =
          new ControlFrame.ClientIdent(
              config.addressesSeenAs(authenticated.seenAs()),
              target,
              config.gid(authenticated.outcome().globalId()),
              config.globalSeq().getAsLong(),
              config.features(),
              policy.requiredFeatures() | Features.MSG_ADDR2,
              policy.lossy() ? ControlFrame.LOSSY : 0,
              0);
      context.wire.send(ident);
      return new AwaitServerIdent(context, authenticated, ident);
    }

    @Override
    public String awaits() {
      return "SERVER_IDENT";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = context.wire.receive(in);
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
      throw Frames.outOfState(awaits(), frame.tag());
    }

    private SessionState ready(ControlFrame.ServerIdent ident) {
      if (!ident.addresses().addresses().contains(asked.targetAddress())) {
        throw new ProtocolException(
            Violation.WRONG_TARGET_ADDRESS,
            "dialled " + asked.targetAddress() + ", answered by " + ident.addresses());
      }
      return Ready.announce(
          context,
          new ConnectionInfo(
              Role.CONNECTOR,
              new EntityNumber(authenticated.peerType(), ident.gid()),
              Optional.empty(),
              ident.addresses(),
              asked.addresses(),
              authenticated.peerBanner(),
              context.wire.revision(),
              authenticated.mode(),
              authenticated.authMethod(),
              authenticated.outcome().globalId(),
              context.config.features() & ident.supportedFeatures(),
              (ident.flags() & ControlFrame.LOSSY) != 0));
    }
  }

  /**
   * Accepting side: the connector says next which session it wants (docs/protocol-notes.md,
   * Identification).
   *
   * @param attempts how often it did, and was not given one
   */
  record AwaitClientIdent(Context context, Authenticated authenticated, int attempts)
      implements SessionState {
    // A connector that learns something from each answer needs fewer.
    private static final int MAX_ATTEMPTS = 8;

    @Override
    public String awaits() {
      return "CLIENT_IDENT";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      RawFrame frame = context.wire.receive(in);
      if (frame == null) {
        return this;
      }
      ControlFrame control = Frames.control(frame, awaits());
      if (control instanceof ControlFrame.ClientIdent ident) {
        return decide(ident);
      }
      if (control instanceof ControlFrame.SessionReconnect) {
        // A server of lossy sessions keeps none, so there is none to go on with.
        return notYet(new ControlFrame.SessionReset(true));
      }
      throw Frames.outOfState(awaits(), frame.tag());
    }

    private SessionState decide(ControlFrame.ClientIdent ident) {
      SessionConfig config = context.config;
      if (ident.addresses().isEmpty() || ident.addresses().front().isBlank()) {
        throw new ProtocolException(
            Violation.ADDRESSES_EMPTY, "CLIENT_IDENT names no address of " + self(ident));
      }
      if (!config.addresses().addresses().contains(ident.targetAddress())) {
        throw new ProtocolException(
            Violation.WRONG_TARGET_ADDRESS,
            self(ident) + " dialled " + ident.targetAddress() + ", this is " + config.addresses());
      }
      Policy policy = config.policies().apply(authenticated.peerType());
      long missing = (policy.requiredFeatures() | Features.MSG_ADDR2) & ~ident.supportedFeatures();
      if (missing != 0) {
        // The TCP connection stays: the connector may identify itself again with more features.
        return notYet(new ControlFrame.IdentMissingFeatures(missing));
      }
      context.wire.send(
          new ControlFrame.ServerIdent(
              config.addresses(),
              config.self().number().gid(),
              config.globalSeq().getAsLong(),
              config.features(),
              policy.requiredFeatures() | Features.MSG_ADDR2,
              policy.lossy() ? ControlFrame.LOSSY : 0,
              0));
      return Ready.announce(
          context,
          new ConnectionInfo(
              Role.ACCEPTOR,
              self(ident),
              authenticated.outcome().name(),
              ident.addresses(),
              config.addresses(),
              authenticated.peerBanner(),
              context.wire.revision(),
              authenticated.mode(),
              authenticated.authMethod(),
              authenticated.outcome().globalId(),
              config.features() & ident.supportedFeatures(),
              policy.lossy()));
    }

    private SessionState notYet(ControlFrame answer) {
      context.wire.send(answer);
      if (attempts + 1 >= MAX_ATTEMPTS) {
        throw new ProtocolException(
            Violation.IDENT_TOO_MANY_ATTEMPTS,
            MAX_ATTEMPTS + " attempts led to no session, the last one to " + answer.tag());
      }
      return new AwaitClientIdent(context, authenticated, attempts + 1);
    }

    private EntityNumber self(ControlFrame.ClientIdent ident) {
      return new EntityNumber(authenticated.peerType(), ident.gid());
    }
  }

  /** Messages flow. */
  record Ready(Context context, ConnectionInfo info) implements SessionState {
    static Ready announce(Context context, ConnectionInfo info) {
      context.events.add(new SessionEvent.Ready(info));
      return new Ready(context, info);
    }

    @Override
    public String awaits() {
      return "MESSAGE, ACK or KEEPALIVE2";
    }

    @Override
    public int timeoutMs(Timeouts timeouts) {
      return timeouts.idleMs();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      for (RawFrame frame = context.wire.receive(in);
          frame != null;
          frame = context.wire.receive(in)) {
        on(frame);
      }
      return this;
    }

    /** Encodes what is to be said, as far as the output has room. */
    void send() {
      context.flow.send(context.wire);
      // Messages carry acknowledgements, so a frame for one comes last; lossy peers need none.
      if (!info.lossy()) {
        context.flow.acknowledge(context.wire);
      }
    }

    private void on(RawFrame frame) {
      if (frame.aborted()) {
        context.flow.aborted(frame);
      } else if (frame.tag() == Tag.MESSAGE) {
        Message message = context.flow.receive(frame);
        if (message != null) {
          context.events.add(message);
        }
      } else {
        on(Frames.control(frame, awaits()));
      }
    }

    private void on(ControlFrame control) {
      if (control instanceof ControlFrame.Keepalive2 keepalive) {
        context.flow.answer(
            context.wire, new ControlFrame.Keepalive2Ack(keepalive.seconds(), keepalive.nanos()));
      } else if (control instanceof ControlFrame.Keepalive2Ack ack) {
        Instant stamp =
            Instant.ofEpochSecond(
                Integer.toUnsignedLong(ack.seconds()), Integer.toUnsignedLong(ack.nanos()));
        context.events.add(new SessionEvent.KeepaliveAck(stamp));
      } else if (!(control instanceof ControlFrame.Ack)) {
        // Acknowledgements mean nothing here: a lossy session keeps nothing to send again.
        throw Frames.outOfState(awaits(), control.tag());
      }
    }
  }

  /** This side closes the session as soon as what was queued is on its way. */
  record Draining(Ready ready) implements SessionState {
    @Override
    public String awaits() {
      return "queued messages to be transmitted";
    }

    @Override
    public int timeoutMs(Timeouts timeouts) {
      return timeouts.closeMs();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      ready.receive(in);
      return this;
    }
  }

  /** Nothing happens any more. */
  record Ended() implements SessionState {
    @Override
    public String awaits() {
      return "nothing";
    }

    @Override
    public SessionState receive(ByteBuf in) {
      in.skipBytes(in.readableBytes());
      return this;
    }
  }

  /** The connecting side has no TCP connection yet. */
  record Dialling(EntityAddress target) implements SessionState {
    @Override
    public String awaits() {
      return "TCP connection";
    }

    @Override
    public int timeoutMs(Timeouts timeouts) {
      return timeouts.connectMs();
    }

    @Override
    public SessionState receive(ByteBuf in) {
      throw new IllegalStateException("bytes received before the transport was opened");
    }
  }
}
