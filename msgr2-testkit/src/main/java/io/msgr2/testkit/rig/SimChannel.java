// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.session.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Locale;

/** Carries a transport over an end of a virtual TCP connection. */
final class SimChannel implements TcpUser {
  private final SimMessenger messenger;
  private final Transport transport;
  private SimConnection owner;
  private TcpEnd end;
  private boolean tcpIsGone;

  SimChannel(SimMessenger messenger, SimConnection owner, Transport transport) {
    this.messenger = messenger;
    this.owner = owner;
    this.transport = transport;
  }

  Transport transport() {
    return transport;
  }

  SimConnection owner() {
    return owner;
  }

  void passTo(SimConnection newOwner) {
    owner = newOwner;
  }

  void attach(TcpEnd newEnd) {
    end = newEnd;
  }

  @Override
  public void opened() {
    transport.opened(messenger.nowNanos());
    messenger.turn(owner);
  }

  @Override
  public boolean reads() {
    return transport.reads();
  }

  @Override
  public void received(ByteBuf piece) {
    while (piece.isReadable()) {
      ByteBuf target = transport.target();
      if (target == null) {
        ByteBuf copy = messenger.allocator().buffer(piece.readableBytes()).writeBytes(piece);
        try {
          transport.receive(copy, messenger.nowNanos());
        } finally {
          copy.release();
        }
      } else {
        piece.readBytes(target, Math.min(target.writableBytes(), piece.readableBytes()));
        transport.receive(Unpooled.EMPTY_BUFFER, messenger.nowNanos());
      }
    }
    messenger.turn(owner);
  }

  @Override
  public void writable() {
    if (transport.hasOutput() || !transport.ending().isPresent()) {
      messenger.turn(owner);
    }
  }

  @Override
  public void closed(String detail, int errno) {
    messenger.world().log().add(() -> this + " " + detail);
    tcpIsGone = true;
    transport.closed(detail, errno, messenger.nowNanos());
    messenger.turn(owner);
  }

  /** The TCP connection was not even tried. */
  void failed(String detail, int errno) {
    tcpIsGone = true;
    transport.closed(detail, errno, messenger.nowNanos());
  }

  /** Goes on where a fault point held the connection up. */
  void unblock() {
    if (end == null && !tcpIsGone) {
      messenger.open(this);
      return;
    }
    transport.unblock(messenger.nowNanos());
    messenger.turn(owner);
    if (end != null) {
      end.readAgain();
    }
  }

  /**
   * Transmits what there is to transmit, and closes the TCP connection if it is time.
   *
   * @return whether nothing is left of the channel
   */
  boolean flush() {
    if (end != null && !tcpIsGone) {
      transmit();
      transport.ending().ifPresent(this::endTcp);
    } else if (end == null && transport.ending().isPresent()) {
      tcpIsGone = true;
    }
    // One that is held up has still to hear that its connection is gone.
    return tcpIsGone && transport.ending().isPresent() && transport.reads();
  }

  /** Lets the host forget the connection. */
  void kill(boolean silently) {
    if (end != null && !tcpIsGone) {
      if (silently) {
        end.vanish();
      } else {
        end.close();
      }
    }
    tcpIsGone = true;
    transport.release();
  }

  private void transmit() {
    long nowNanos = messenger.nowNanos();
    boolean more = true;
    while (more && end.writable()) {
      more = false;
      for (ByteBuf bytes = transport.poll(); bytes != null; bytes = next()) {
        end.write(bytes);
        more = true;
      }
      if (more) {
        transport.transmitted(nowNanos);
        transport.session().pump(nowNanos);
      }
    }
  }

  private ByteBuf next() {
    return end.writable() ? transport.poll() : null;
  }

  private void endTcp(Transport.Ending how) {
    if (how == Transport.Ending.NOW) {
      end.close();
      tcpIsGone = true;
      transport.closed("closed by this side", TcpEnd.ECONNRESET, messenger.nowNanos());
    } else if (!transport.hasOutput()) {
      if (how == Transport.Ending.AFTER_PEER && end.wasOpened()) {
        end.finish();
      } else {
        end.close();
        tcpIsGone = true;
      }
    }
  }

  @Override
  public String toString() {
    return owner + " as " + transport.role().name().toLowerCase(Locale.ROOT);
  }
}
