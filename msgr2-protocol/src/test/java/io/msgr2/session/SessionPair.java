// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.Banner;
import io.msgr2.frame.FrameLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Two sessions with an in-memory link between them, on virtual time. */
final class SessionPair implements AutoCloseable {
  static final EntityAddress SERVER = EntityAddress.parse("v2:127.0.0.1:6800/7");
  static final EntityAddress CLIENT_SOCKET = EntityAddress.parse("v2:127.0.0.1:40000/0");

  final Session client;
  final Session server;
  final List<SessionEvent> clientEvents = new ArrayList<>();
  final List<SessionEvent> serverEvents = new ArrayList<>();
  long nowNanos;

  SessionPair(SessionConfig client, SessionConfig server, AuthClient auth, AuthServer authServer) {
    this.client = Session.connector(client, EntityType.OSD, SERVER, auth, nowNanos);
    this.server = Session.acceptor(server, CLIENT_SOCKET, authServer, nowNanos);
    this.client.opened(nowNanos);
  }

  static SessionConfig clientConfig() {
    return config(EntityName.client("4000"), EntityAddressVector.empty(), Policy.lossyClient());
  }

  static SessionConfig serverConfig() {
    return config(EntityName.osd(0), EntityAddressVector.of(SERVER), Policy.statelessServer());
  }

  private static SessionConfig config(
      EntityName self, EntityAddressVector addresses, Policy policy) {
    return new SessionConfig(
        self,
        addresses,
        99,
        type -> policy,
        new Banner(Banner.REVISION_1, 0),
        Features.SUPPORTED,
        FrameLimits.DEFAULT,
        Timeouts.DEFAULT,
        new AtomicLong()::incrementAndGet,
        UnpooledByteBufAllocator.DEFAULT);
  }

  /** Moves bytes both ways until both sides have nothing more to say. */
  void settle() {
    boolean moved = true;
    while (moved) {
      client.pump();
      server.pump();
      moved = move(client, server);
      moved |= move(server, client);
      collect(client, clientEvents);
      collect(server, serverEvents);
    }
  }

  private boolean move(Session from, Session to) {
    boolean moved = false;
    for (ByteBuf bytes = from.output().poll(); bytes != null; bytes = from.output().poll()) {
      // A copy, so that the receiver's references do not keep the sender's buffers.
      ByteBuf received = Unpooled.copiedBuffer(bytes);
      bytes.release();
      try {
        to.receive(received, nowNanos);
      } finally {
        received.release();
      }
      moved = true;
    }
    return moved;
  }

  private static void collect(Session session, List<SessionEvent> events) {
    for (SessionEvent e = session.nextEvent(); e != null; e = session.nextEvent()) {
      events.add(e);
    }
  }

  @Override
  public void close() {
    client.release();
    server.release();
    for (List<SessionEvent> events : List.of(clientEvents, serverEvents)) {
      for (SessionEvent event : events) {
        if (event instanceof Message message) {
          message.release();
        }
      }
    }
  }
}
