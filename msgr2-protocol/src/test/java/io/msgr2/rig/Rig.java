// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/**
 * Two endpoints with a connection between them.
 *
 * @param <C> what is at the connecting end
 * @param <S> what is at the accepting end
 */
public final class Rig<C extends Endpoint, S extends Endpoint> implements AutoCloseable {
  /** Not zero, and not far from where a nanosecond clock changes its sign. */
  public static final long START_NANOS = -5_000_000_000L;

  private static final long NANOS_PER_MS = 1_000_000;

  public final C client;
  public final S server;
  public final Link toServer = new Link();
  public final Link toClient = new Link();
  private long nowNanos = START_NANOS;
  private boolean connected = true;

  Rig(C client, S server) {
    this.client = client;
    this.server = server;
  }

  /** Lets both ends talk, at this point of time, until they have nothing more to say. */
  public void settle() {
    boolean moved = true;
    while (moved) {
      moved = carry(client, toServer, server);
      moved |= carry(server, toClient, client);
    }
  }

  /** Lets time pass, with all that happens meanwhile. */
  public void advance(long ms) {
    long until = nowNanos + ms * NANOS_PER_MS;
    settle();
    while (true) {
      long next = Math.min(nextNanos(client, toServer), nextNanos(server, toClient));
      if (next > until) {
        break;
      }
      nowNanos = next;
      client.deadlinePassed(nowNanos);
      server.deadlinePassed(nowNanos);
      settle();
    }
    nowNanos = until;
  }

  /** Returns what time it is. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Cuts the connection; what is on its way is lost. */
  public void cut() {
    disconnect("connection cut");
  }

  /** Returns whether the connection still exists. */
  public boolean isConnected() {
    return connected;
  }

  @Override
  public void close() {
    try {
      client.close();
    } finally {
      server.close();
    }
  }

  @Override
  public String toString() {
    return "client: " + client + "\nserver: " + server;
  }

  private boolean carry(Endpoint from, Link link, Endpoint to) {
    boolean moved = false;
    while (connected && !link.isBlocked()) {
      ByteBuf bytes = from.poll();
      if (bytes == null) {
        break;
      }
      link.put(ByteBufUtil.getBytes(bytes), nowNanos);
      bytes.release();
      from.transmitted(nowNanos);
      moved = true;
    }
    for (byte[] piece = link.take(nowNanos); piece != null; piece = link.take(nowNanos)) {
      to.receive(piece, nowNanos);
      moved = true;
    }
    if (connected && link.isCut()) {
      cut();
      moved = true;
    } else if (connected && from.hangsUp() && link.isEmpty()) {
      disconnect("closed by the peer");
      moved = true;
    }
    return moved;
  }

  private void disconnect(String how) {
    connected = false;
    toServer.drop();
    toClient.drop();
    client.disconnected(how);
    server.disconnected(how);
  }

  private static long nextNanos(Endpoint endpoint, Link link) {
    return Math.min(endpoint.deadlineNanos(), link.nextNanos());
  }
}
