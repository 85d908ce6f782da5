// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.session.SessionEvent;

/**
 * What stands above a {@link SimMessenger} and hears everything that its connections have to say,
 * in the order in which it happened. It may call the messenger from here.
 */
public interface Application {
  /** Hears nothing. */
  Application DEAF = (connection, event) -> {};

  /**
   * A session has an event: {@link SessionEvent.Ready} for Ceph's "connect" and "accept", {@link
   * SessionEvent.RemoteReset}, a message, {@link SessionEvent.Closed} for Ceph's "reset", unless
   * this side ended the session itself, or nobody had heard of it. A message is released
   * afterwards; {@code retain} keeps it.
   */
  void happened(SimConnection connection, SessionEvent event);

  /** There is a connection that was not there before, dialled or accepted. */
  default void created(SimConnection connection) {}

  /** A connection is over, in whatever way; the last call for it. */
  default void ended(SimConnection connection) {}
}
