// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.Wire;
import io.netty.buffer.ByteBuf;
import java.time.Instant;

/**
 * Messages flow.
 *
 * @param progressAtStart what {@link MessageFlow#progress} was when the session became ready
 */
record Ready(SessionContext context, Wire wire, ConnectionInfo info, long progressAtStart)
    implements SessionState {
  /** So late that no user has it: the stamp of keepalives whose answers do not concern one. */
  static final Instant ASKED_BY_NOBODY = Instant.ofEpochSecond(0xFFFF_FFFFL, 999_999_997);

  Ready(SessionContext context, Wire wire, ConnectionInfo info) {
    this(context, wire, info, context.flow().progress());
  }

  @Override
  public String awaits() {
    return "MESSAGE, ACK or KEEPALIVE2";
  }

  @Override
  public Phase phase() {
    return Phase.READY;
  }

  @Override
  public long timeoutMs(Timeouts timeouts) {
    return timeouts.idleMs();
  }

  @Override
  public SessionState receive(ByteBuf in) {
    for (RawFrame frame = wire.receive(in); frame != null; frame = wire.receive(in)) {
      on(frame);
    }
    return this;
  }

  /** Encodes what is to be said, as far as the output has room. */
  void send() {
    context.flow().send(wire, info.lossy());
    // Messages carry acknowledgements, so a frame for one comes last; lossy peers need none.
    if (!info.lossy()) {
      context.flow().acknowledge(wire);
    }
  }

  /** Returns whether any message got through on this connection. */
  boolean hasProgressed() {
    return context.flow().progress() != progressAtStart;
  }

  private void on(RawFrame frame) {
    if (frame.aborted()) {
      context.flow().aborted(frame);
    } else if (frame.tag() == Tag.MESSAGE) {
      Message message = context.flow().receive(frame);
      if (message != null) {
        context.events().add(message);
      }
    } else {
      on(Frames.control(frame, awaits()));
    }
  }

  private void on(ControlFrame control) {
    if (control instanceof ControlFrame.Keepalive2 keepalive) {
      context
          .flow()
          .answer(wire, new ControlFrame.Keepalive2Ack(keepalive.seconds(), keepalive.nanos()));
    } else if (control instanceof ControlFrame.Keepalive2Ack ack) {
      Instant stamp =
          Instant.ofEpochSecond(
              Integer.toUnsignedLong(ack.seconds()), Integer.toUnsignedLong(ack.nanos()));
      if (!stamp.equals(ASKED_BY_NOBODY)) {
        context.events().add(new SessionEvent.KeepaliveAck(stamp));
      }
    } else if (control instanceof ControlFrame.Ack ack) {
      context.flow().acknowledged(ack.seq());
    } else {
      throw Frames.outOfState(awaits(), control.tag());
    }
  }
}
