// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.sim;

/** Something that a {@link Plan} has done to messengers, which it names by their index. */
sealed interface Operation {
  /** Returns whether a messenger is needed for this. */
  boolean concerns(int index);

  /** What one messenger does about another one. */
  sealed interface Directed extends Operation {
    int from();

    int to();

    @Override
    default boolean concerns(int index) {
      return from() == index || to() == index;
    }
  }

  /** What happens to one messenger. */
  sealed interface Single extends Operation {
    int at();

    @Override
    default boolean concerns(int index) {
      return at() == index;
    }
  }

  /** Asks for a connection. */
  record Dial(int from, int to) implements Directed {}

  /** Sends a message, on a new connection if there is none. */
  record Send(int from, int to, int priority, int bytes) implements Directed {}

  record Keepalive(int from, int to) implements Directed {}

  /** Ends the connection at once. */
  record MarkDown(int from, int to) implements Directed {}

  /** Ends the connection when all is said. */
  record Close(int from, int to) implements Directed {}

  /** Breaks the TCP connections between two messengers; both hear of it. */
  record Cut(int from, int to) implements Directed {}

  /**
   * Breaks the TCP connections between two messengers; only the first one hears of it.
   *
   * @param silently whether the other one is not even told when it sends something
   */
  record Break(int from, int to, boolean silently) implements Directed {}

  /** Delivers nothing in one direction. */
  record BlackHole(int from, int to) implements Directed {}

  /** Delivers nothing in both directions. */
  record Partition(int from, int to) implements Directed {}

  /** Delivers everything again. */
  record Heal(int from, int to) implements Directed {}

  /**
   * Ends the process, with everything that it knew, and starts it again.
   *
   * @param silently whether the operating system ends with it, so that peers hear nothing
   * @param newNonce whether peers can tell it from what was there before
   * @param downMicros how long it is away
   */
  record Restart(int at, boolean silently, boolean newNonce, int downMicros) implements Single {}

  /** Breaks all TCP connections of a messenger, which keeps its sessions. */
  record LoseConnections(int at) implements Single {}

  /** Ends all connections and accepts somewhere else. */
  record Rebind(int at) implements Single {}
}
