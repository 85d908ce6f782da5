// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Which session had the last turn on an event loop. One that comes twice in a row has the loop for
 * itself, and probably its peer has nothing else to do either: then it is better not to let the
 * peer wait until a whole batch of messages is ready. Where sessions take turns, the peers have the
 * messages of the others to work on, and fewer, larger writes are better.
 */
final class LoopTurn {
  private static final FastThreadLocal<LoopTurn> TURNS =
      new FastThreadLocal<>() {
        @Override
        protected LoopTurn initialValue() {
          return new LoopTurn();
        }
      };

  private Object last = this;

  private LoopTurn() {}

  /**
   * Gives a session the turn on the event loop that is running.
   *
   * @param session stands for the session, and outlives it
   * @return whether it had the one before as well
   */
  static boolean take(Object session) {
    LoopTurn turn = TURNS.get();
    boolean again = turn.last == session;
    turn.last = session;
    return again;
  }
}
