// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.session.SessionFailure;
import java.util.Optional;

/**
 * A connection could not be made, or is gone. The message names this side, the peer, the step that
 * was waited for, and what was expected and came.
 */
public final class ConnectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient EntityAddressVector peerAddresses;
  private final transient Optional<EntityType> peerType;
  private final transient SessionFailure failure;

  ConnectionException(
      String ends,
      Optional<EntityType> peerType,
      EntityAddressVector peerAddresses,
      SessionFailure failure) {
    // What happened elsewhere has no stack trace of interest.
    super(printable(ends + ": " + failure), null, false, false);
    this.peerType = peerType;
    this.peerAddresses = peerAddresses;
    this.failure = failure;
  }

  /** Returns the type of the peer, as far as it was known. */
  public Optional<EntityType> peerType() {
    return peerType;
  }

  /** Returns the peer's addresses, as far as they were known. */
  public EntityAddressVector peerAddresses() {
    return peerAddresses;
  }

  /** Returns what went wrong, and where. */
  public SessionFailure failure() {
    return failure;
  }

  /** Returns the positive Linux error number that Ceph's own tools would report. */
  public int errno() {
    return failure.errno();
  }

  // Names that a peer sent can be part of it, and a log has one line for each connection.
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
