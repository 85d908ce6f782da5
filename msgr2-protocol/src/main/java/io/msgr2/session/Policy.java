// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * How a messenger treats sessions with peers of one type; the names are Ceph's (msgr2 spec, and
 * docs/protocol-notes.md, Sessions).
 *
 * @param name the policy's name
 * @param lossy the session ends with its TCP connection, and nothing is sent again
 * @param server this side never dials
 * @param standby an interrupted session rests until there is something to send
 * @param resetCheck a peer that comes back without the session has lost it: what is queued for it
 *     is dropped, and the user is told
 * @param registers on the accepting side, peers are looked up among the existing sessions
 * @param requiredFeatures Ceph features without which a connecting peer is turned away
 * @param giveUpMs how long a session that is not ready goes on dialling before it ends with the
 *     last failure; 0 ends it with the first one, {@link #NEVER} goes on until it is closed
 * @param messages limits the number of messages received and not handled yet, in all sessions with
 *     this policy
 * @param bytes limits the bytes of those messages
 */
public record Policy(
    String name,
    boolean lossy,
    boolean server,
    boolean standby,
    boolean resetCheck,
    boolean registers,
    long requiredFeatures,
    long giveUpMs,
    Throttle messages,
    Throttle bytes) {
  /** Stands for a session that goes on dialling for ever. */
  public static final long NEVER = Long.MAX_VALUE;

  public Policy {
    if (giveUpMs < 0) {
      throw new IllegalArgumentException("giveUpMs must not be negative, got " + giveUpMs);
    }
  }

  /** Has no limits on what is received. */
  public Policy(
      String name,
      boolean lossy,
      boolean server,
      boolean standby,
      boolean resetCheck,
      boolean registers,
      long requiredFeatures,
      long giveUpMs) {
    this(
        name,
        lossy,
        server,
        standby,
        resetCheck,
        registers,
        requiredFeatures,
        giveUpMs,
        Throttle.UNLIMITED,
        Throttle.UNLIMITED);
  }

  /**
   * A client whose requests are tracked, and asked again, by the layer above. Unlike Ceph's, it
   * ends when it cannot reach the server at once, so that this layer hears of it; {@link
   * #givingUpAfterMs} changes that.
   */
  public static Policy lossyClient() {
    return new Policy("lossy_client", true, false, false, false, true, 0, 0);
  }

  /** A client that expects the server to keep the session over broken connections. */
  public static Policy losslessClient() {
    return new Policy("lossless_client", false, false, false, true, true, 0, NEVER);
  }

  /** One of two equal peers, either of which dials when it has something to send. */
  public static Policy losslessPeer() {
    return new Policy("lossless_peer", false, false, true, false, true, 0, NEVER);
  }

  /** As {@link #losslessPeer}, but a peer that started over is noticed. */
  public static Policy losslessPeerReuse() {
    return new Policy("lossless_peer_reuse", false, false, true, true, true, 0, NEVER);
  }

  /** A server that keeps nothing of a client whose connection broke. */
  public static Policy statelessServer() {
    return new Policy("stateless_server", true, true, false, false, false, 0, NEVER);
  }

  /** As {@link #statelessServer}, but a client has at most one connection at a time. */
  public static Policy statelessRegisteredServer() {
    return new Policy("stateless_registered_server", true, true, false, false, true, 0, NEVER);
  }

  /** A server that keeps the session of a client until the client comes back. */
  public static Policy statefulServer() {
    return new Policy("stateful_server", false, true, true, true, true, 0, NEVER);
  }

  /** Returns this policy with required features added. */
  public Policy requiring(long features) {
    return with(requiredFeatures | features, giveUpMs, messages, bytes);
  }

  /** Returns this policy with another time after which a session that is not ready ends. */
  public Policy givingUpAfterMs(long newGiveUpMs) {
    return with(requiredFeatures, newGiveUpMs, messages, bytes);
  }

  /**
   * Returns this policy with limits on the messages that are received and not handled yet. Beyond
   * them nothing is read, in any session with the same throttles.
   *
   * @param newMessages limits their number, as {@code osd_client_message_cap} does
   * @param newBytes limits the bytes of their payloads, as {@code osd_client_message_size_cap} does
   */
  public Policy throttledBy(Throttle newMessages, Throttle newBytes) {
    return with(requiredFeatures, giveUpMs, newMessages, newBytes);
  }

  private Policy with(long features, long newGiveUpMs, Throttle newMessages, Throttle newBytes) {
    return new Policy(
        name,
        lossy,
        server,
        standby,
        resetCheck,
        registers,
        features,
        newGiveUpMs,
        newMessages,
        newBytes);
  }

  @Override
  public String toString() {
    return name;
  }
}
