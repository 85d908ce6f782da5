// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.codec.ProtocolException;
import io.msgr2.rados.message.MessageBody;
import io.msgr2.session.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Something asked of a daemon that waits for its answer. Not safe for use by several threads; only
 * the future is.
 *
 * @param <T> what the answer is made into
 */
final class Request<T> {
  /** Where the outcome matters if no answer comes, and where not. */
  enum Effect {
    /** It only asks. */
    NONE,
    /** It may change something, once it is sent. */
    POSSIBLE
  }

  /**
   * How the answer is recognised and read.
   *
   * @param type the type of the message that answers
   * @param isPushed whether it comes without the transaction id, as what was subscribed to does
   * @param decoder reads that message
   */
  record Reply<T>(int type, boolean isPushed, Function<Message, T> decoder) {}

  private final long tid;
  private final String what;
  private final Effect effect;
  private final MessageBody body;
  private final byte[] input;
  private final Reply<T> reply;
  private final Duration timeout;
  private final long deadlineNanos;
  private final CompletableFuture<T> future;
  private boolean sent;

  /**
   * @param tid the transaction id
   * @param what what is asked, for errors
   * @param input the data payload
   */
  Request(
      long tid,
      String what,
      Effect effect,
      MessageBody body,
      byte[] input,
      Reply<T> reply,
      Duration timeout,
      long nowNanos,
      CompletableFuture<T> future) {
    this.tid = tid;
    this.what = what;
    this.effect = effect;
    this.body = body;
    this.input = input;
    this.reply = reply;
    this.timeout = timeout;
    this.deadlineNanos = Deadlines.after(nowNanos, timeout);
    this.future = future;
  }

  long tid() {
    return tid;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** Returns how much time is left for the answer. */
  Duration timeLeft(long nowNanos) {
    return Duration.ofNanos(Math.max(0, deadlineNanos - nowNanos));
  }

  /** Returns the message to send; the daemon may get it from now on. */
  Message toMessage() {
    sent = true;
    return Messages.of(body, tid, input);
  }

  /** Returns whether nobody waits for the answer any more. */
  boolean isAbandoned() {
    return future.isDone();
  }

  boolean isAnsweredBy(Message message) {
    return message.type() == reply.type() && (reply.isPushed() || message.tid() == tid);
  }

  /** Reads the answer and tells whoever asked. */
  void answer(Message message) {
    T value;
    try {
      value = reply.decoder().apply(message);
    } catch (ProtocolException e) {
      fail(MonException.EPROTO, "the answer cannot be read: " + e.getMessage());
      return;
    }
    // Whoever asked goes on with another thread, which may block.
    future.completeAsync(() -> value);
  }

  /**
   * The deadline passed; tells whoever asked.
   *
   * @param whom who did not answer
   */
  void expire(String whom) {
    fail(MonException.ETIMEDOUT, "no answer within " + timeout.toMillis() + " ms from " + whom);
  }

  /** The client is closed; tells whoever asked. */
  void shutDown() {
    fail(MonException.ESHUTDOWN, "the client was closed");
  }

  /**
   * There will be no answer; tells whoever asked.
   *
   * @param why with whom and at what it failed
   */
  void fail(int errno, String why) {
    String message = what + ": " + why;
    MonException failure =
        sent && effect == Effect.POSSIBLE
            ? MonException.unknownOutcome(errno, message)
            : MonException.of(errno, message);
    CompletableFuture.runAsync(() -> future.completeExceptionally(failure));
  }
}
