// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityNumber;
import io.msgr2.address.EntityType;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a messenger has with one peer. All methods can be called by any thread, virtual ones
 * included; only {@link #send(Message, Duration)} blocks.
 *
 * <p>Futures are completed by the thread that calls the handler, so what depends on them must not
 * block either, unless the messenger was given an executor of its own for its handler.
 */
public interface Connection {
  /** Returns the type of the entity at the other end. */
  EntityType peerType();

  /** Returns the peer's addresses: those that were dialled, or those that the peer told. */
  EntityAddressVector peerAddresses();

  /** Returns who the peer says it is, once it has said so. */
  Optional<EntityNumber> peer();

  /**
   * Sends a message; before the session is ready, messages wait for it. Messages of one thread
   * arrive in the order in which they were sent. However many wait, this one is queued as well; see
   * {@link #trySend}.
   *
   * @param message owned by the connection from now on, whatever is returned
   * @return false when the connection is closed, and the message was dropped
   */
  boolean send(Message message);

  /**
   * Sends a message if there is room for it in what the messenger lets wait for a peer.
   *
   * @param message owned by the connection from now on, unless there was no room
   * @see MessengerBuilder#sendQueueLimit
   */
  Sending trySend(Message message);

  /**
   * Sends a message, and waits for room for it.
   *
   * @param message as with {@link #trySend}; still the sender's when an exception is thrown
   * @param patience how long to wait at most
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalStateException on an event loop, which must not wait: this connection's or any
   *     other one of the messenger
   */
  Sending send(Message message, Duration patience) throws InterruptedException;

  /**
   * Completes when messages can be exchanged, or with a {@link ConnectionException} that says what
   * went wrong.
   */
  CompletableFuture<ConnectionInfo> ready();

  /** Returns what was agreed on, once the session is ready. */
  Optional<ConnectionInfo> info();

  /**
   * Asks the peer whether it is there, as soon as the session is ready; a session in standby is
   * dialled for it. Of several questions that wait, only the last one is asked.
   */
  void keepalive();

  /** Returns when the peer's last answer to {@link #keepalive} arrived here. */
  Optional<Instant> lastKeepaliveAck();

  /**
   * Closes the connection after the messages that were sent before, in at most the configured time;
   * one that is not ready is closed at once. The handler is not told. Can be called again, with the
   * same result.
   *
   * @return completes when the TCP connection is closed; never exceptionally
   */
  CompletableFuture<CloseReport> close();

  /**
   * Closes the connection at once; messages that wait are dropped. The handler hears nothing of
   * this connection any more, except for a call that is already going on.
   */
  void markDown();
}
