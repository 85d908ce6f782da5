// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.codec.Violation;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.msgr2.session.Session;
import io.msgr2.session.SessionEvent;
import io.msgr2.session.SessionFailure;
import io.msgr2.session.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A session with everything that it said to its user. All its memory comes from an allocator of its
 * own, which has to be empty in the end. With {@code -Dmsgr2.rig.trackBuffers} Netty tells where a
 * buffer that was not given back came from; most runs do without, because it takes most of the
 * time.
 */
public final class SessionEndpoint implements Endpoint {
  private static final boolean TRACK = Boolean.getBoolean("msgr2.rig.trackBuffers");

  private final UnpooledByteBufAllocator allocator;
  private final Session session;
  private final Transport transport;
  private final List<Received> messages = new ArrayList<>();
  private final List<Integer> remoteResets = new ArrayList<>();
  private final List<SessionFailure> interruptions = new ArrayList<>();
  private final List<Instant> keepaliveAcks = new ArrayList<>();
  private Optional<ConnectionInfo> ready = Optional.empty();
  private Optional<SessionEvent.Closed> closed = Optional.empty();
  private long nowNanos = Rig.START_NANOS;
  private boolean inPlace;
  private boolean listening = true;

  SessionEndpoint(Function<ByteBufAllocator, Session> session) {
    this.allocator = new UnpooledByteBufAllocator(true, !TRACK);
    this.session = session.apply(allocator);
    this.transport = this.session.transport();
  }

  private SessionEndpoint(SessionEndpoint before) {
    this.allocator = before.allocator;
    this.session = before.session;
    this.transport = session.transport();
    this.nowNanos = before.nowNanos;
    before.transport.release();
  }

  /** Returns the same session with its next connection; takes the place of this endpoint. */
  public SessionEndpoint withNextConnection() {
    return new SessionEndpoint(this);
  }

  /** Returns the connection that the session has, or had. */
  public Transport transport() {
    return transport;
  }

  public Session session() {
    return session;
  }

  /** Writes what arrives into the buffers that the session asks for, as a transport may do. */
  public void receiveInPlace() {
    inPlace = true;
  }

  /** Leaves from now on with the session what it has to say. */
  public void stopListening() {
    listening = false;
  }

  /** Returns whether messages can be exchanged. */
  public boolean isReady() {
    return ready.isPresent() && closed.isEmpty();
  }

  /** Returns whether messages could be exchanged at any time. */
  public boolean wasReady() {
    return ready.isPresent();
  }

  /** Returns what was agreed on, failing when the session never became ready. */
  public ConnectionInfo info() {
    assertThat(ready).as("ready: %s", this).isPresent();
    return ready.get();
  }

  /** Returns the messages that arrived, in order. */
  public List<Received> messages() {
    return messages;
  }

  /** Returns the data of the messages that arrived, in order. */
  public List<String> data() {
    return messages.stream().map(Received::data).toList();
  }

  /** Returns how many messages were dropped each time that the peer had lost the session. */
  public List<Integer> remoteResets() {
    return remoteResets;
  }

  /** Returns why the session lost its connection and went on. */
  public List<SessionFailure> interruptions() {
    return interruptions;
  }

  /** Returns the times that keepalives were answered with, in order. */
  public List<Instant> keepaliveAcks() {
    return keepaliveAcks;
  }

  public boolean isClosed() {
    collect();
    return closed.isPresent();
  }

  /** Returns why the session ended, failing when it did not. */
  public SessionFailure failure() {
    assertThat(closed).as("closed: %s", this).isPresent();
    return closed.get().why();
  }

  /** Returns how many messages were dropped at the end. */
  public int undelivered() {
    failure();
    return closed.get().undelivered();
  }

  /** Expects the session to have ended because of what the peer did. */
  public void assertViolation(Violation violation) {
    assertThat(failure().violation()).as(toString()).contains(violation);
  }

  /** Sends a message that consists of data alone. */
  public boolean send(String data) {
    return send(message().data(bytes(data)));
  }

  /** Sends a message and gives the session the time to encode it. */
  public boolean send(Message.Builder message) {
    boolean queued = session.send(message.build(), nowNanos);
    session.pump(nowNanos);
    return queued;
  }

  /** Starts a message of type 2. */
  public static Message.Builder message() {
    return Message.builder(2);
  }

  /** Returns a buffer of this endpoint's memory that holds the text. */
  public ByteBuf bytes(String text) {
    return allocator.buffer().writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns how much memory is in use. */
  public long memoryBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  @Override
  public ByteBuf poll() {
    session.pump(nowNanos);
    ByteBuf bytes = transport.poll();
    collect();
    return bytes;
  }

  @Override
  public void transmitted(long time) {
    nowNanos = time;
    transport.transmitted(nowNanos);
  }

  @Override
  public void receive(byte[] bytes, long time) {
    nowNanos = time;
    int at = 0;
    while (at < bytes.length) {
      ByteBuf target = inPlace ? transport.target() : null;
      if (target != null) {
        int length = Math.min(target.writableBytes(), bytes.length - at);
        target.writeBytes(bytes, at, length);
        at += length;
        transport.receive(Unpooled.EMPTY_BUFFER, nowNanos);
        continue;
      }
      // In place, a piece must not reach beyond the point where the session has a preference.
      int length = inPlace ? 1 : bytes.length - at;
      ByteBuf piece = allocator.buffer(length).writeBytes(bytes, at, length);
      at += length;
      try {
        transport.receive(piece, nowNanos);
      } finally {
        piece.release();
      }
    }
    session.pump(nowNanos);
    collect();
  }

  @Override
  public void disconnected(String how) {
    transport.closed(how, SessionFailure.ECONNRESET, nowNanos);
    collect();
  }

  @Override
  public boolean hangsUp() {
    return closed.isPresent() && !transport.hasOutput();
  }

  @Override
  public long deadlineNanos() {
    return session.deadlineNanos();
  }

  @Override
  public void deadlinePassed(long time) {
    nowNanos = time;
    session.deadlinePassed(nowNanos);
    collect();
  }

  @Override
  public void close() {
    session.release();
    transport.release();
    collect();
    assertThat(memoryBytes()).as("bytes not given back").isZero();
  }

  @Override
  public String toString() {
    return closed
        .map(end -> end.why() + ", " + end.undelivered() + " undelivered")
        .orElse(ready.isPresent() ? "ready" : "not ready");
  }

  private void collect() {
    if (!listening) {
      return;
    }
    for (SessionEvent e = session.nextEvent(); e != null; e = session.nextEvent()) {
      assertThat(closed).as("end before the event %s", e).isEmpty();
      if (e instanceof Message message) {
        messages.add(Received.of(message));
        message.release();
      } else if (e instanceof SessionEvent.Ready event) {
        assertThat(ready.isEmpty() || !event.info().lossy()).as("ready before").isTrue();
        ready = Optional.of(event.info());
      } else if (e instanceof SessionEvent.KeepaliveAck ack) {
        keepaliveAcks.add(ack.stamp());
      } else if (e instanceof SessionEvent.RemoteReset reset) {
        remoteResets.add(reset.dropped());
      } else if (e instanceof SessionEvent.Interrupted interrupted) {
        interruptions.add(interrupted.why());
      } else if (e instanceof SessionEvent.Closed end) {
        closed = Optional.of(end);
      }
    }
  }
}
