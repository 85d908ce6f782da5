// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.msgr2.codec.Violation;
import java.util.Optional;

/**
 * Why a session ended.
 *
 * @param kind what kind of end it was
 * @param step what the session was doing or waiting for
 * @param detail expected and got, for an operator to read; no secrets. What came from the peer may
 *     be in it, and in the step, so that both are cut to a length for a log and hold no control
 *     characters.
 * @param errno the positive Linux error number that Ceph's own tools would report
 * @param violation what the peer did, if it broke the protocol
 */
public record SessionFailure(
    Kind kind, String step, String detail, int errno, Optional<Violation> violation) {
  public static final int EAGAIN = 11;
  public static final int ECONNRESET = 104;
  public static final int ETIMEDOUT = 110;
  public static final int ECONNREFUSED = 111;
  public static final int EPROTO = 71;
  public static final int ESHUTDOWN = 108;

  /** The kinds of ends. */
  public enum Kind {
    /** This side closed the session. */
    CLOSED,
    /** The TCP connection could not be made. */
    UNREACHABLE,
    /** The TCP connection broke, or the peer closed it. */
    DISCONNECTED,
    /** A deadline passed. */
    TIMEOUT,
    /** The peers could not authenticate. */
    AUTHENTICATION,
    /** A side lacks features that the other one requires. */
    FEATURES,
    /** The peer broke the protocol. */
    VIOLATION,
    /** A failure of this side. */
    INTERNAL
  }

  private static final int MAX_CHARS = 1000;

  public SessionFailure {
    step = printable(step);
    detail = printable(detail);
  }

  static SessionFailure of(Kind kind, String step, String detail, int errno) {
    return new SessionFailure(kind, step, detail, errno, Optional.empty());
  }

  private static String printable(String text) {
    String cut = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + " (cut)";
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public String toString() {
    return kind + " while waiting for " + step + ": " + detail;
  }
}
