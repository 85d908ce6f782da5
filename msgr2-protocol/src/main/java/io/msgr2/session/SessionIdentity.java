// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.frame.ControlFrame;
import java.util.function.LongSupplier;

/**
 * How both ends recognise a session, and number the attempts to go on with it (msgr2 spec, Message
 * flow handshake).
 */
final class SessionIdentity {
  private long clientCookie;
  private long serverCookie;
  private long globalSeq;
  private long connectSeq;
  private long peerGlobalSeq;

  /** Nothing is left of an earlier session. */
  void startOver(boolean lossy, LongSupplier random) {
    clientCookie = lossy ? 0 : cookie(random);
    forgetServer();
  }

  /** The peer has lost the session; the next one is recognised as this side's by its cookie. */
  void forgetServer() {
    serverCookie = 0;
    connectSeq = 0;
  }

  /** This side dials. */
  void attempt(GlobalSeq numbers) {
    globalSeq = numbers.next();
    if (isAgreed()) {
      connectSeq++;
    }
  }

  /** Returns whether both ends have agreed on this session, so that they can go on with it. */
  boolean isAgreed() {
    return serverCookie != 0;
  }

  /** The peer, which accepted, agreed. */
  void agreed(ControlFrame.ServerIdent ident, boolean lossy) {
    serverCookie = lossy ? 0 : ident.cookie();
    peerGlobalSeq = ident.globalSeq();
  }

  /** This side, which accepted, agrees. */
  void agree(ControlFrame.ClientIdent ident, boolean lossy, SessionConfig config) {
    clientCookie = ident.cookie();
    serverCookie = lossy ? 0 : cookie(config.random());
    connectSeq = 0;
    globalSeq = config.globalSeq().next();
    peerGlobalSeq = ident.globalSeq();
  }

  /** This side, which accepted, goes on with the session. */
  void resumed(ControlFrame.SessionReconnect reconnect) {
    connectSeq = reconnect.connectSeq();
    peerGlobalSeq = reconnect.globalSeq();
  }

  /** The peer has seen a later attempt of this side. */
  void retryGlobal(long seen, GlobalSeq numbers) {
    globalSeq = numbers.nextAbove(seen);
  }

  /** The peer has counted more attempts. */
  void retry(long seen) {
    connectSeq = seen + 1;
  }

  boolean sameClientCookie(long other) {
    return clientCookie == other;
  }

  /** Returns whether the peer has made a later attempt than the one with the given number. */
  boolean hasSeenLater(long theirGlobalSeq) {
    return Long.compareUnsigned(peerGlobalSeq, theirGlobalSeq) > 0;
  }

  long clientCookie() {
    return clientCookie;
  }

  long serverCookie() {
    return serverCookie;
  }

  long globalSeq() {
    return globalSeq;
  }

  long connectSeq() {
    return connectSeq;
  }

  long peerGlobalSeq() {
    return peerGlobalSeq;
  }

  private static long cookie(LongSupplier random) {
    long cookie;
    do {
      cookie = random.getAsLong();
    } while (cookie == 0);
    return cookie;
  }
}
