// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

/** A virtual TCP connection. */
public final class TcpConnection {
  private final Network network;
  private final long number;
  private final TcpEnd dialler;
  private final TcpEnd acceptor;
  private boolean silent;

  TcpConnection(Network network, long number, Host from, Host to, TcpUser user) {
    this.network = network;
    this.number = number;
    this.dialler = new TcpEnd(this, from, network.path(from, to));
    this.acceptor = new TcpEnd(this, to, network.path(to, from));
    dialler.attach(user);
  }

  /** Breaks the connection; what is on its way is lost, and both ends hear of it now. */
  public void cut() {
    network.log().add(() -> this + " is cut");
    dialler.broken("connection cut", TcpEnd.ECONNRESET);
    acceptor.broken("connection cut", TcpEnd.ECONNRESET);
  }

  /**
   * Breaks the connection for one end.
   *
   * @param silently whether the other end hears nothing of it even if it sends something, as when a
   *     firewall has forgotten the connection; otherwise it is told then
   */
  public void breakAt(TcpEnd end, boolean silently) {
    if (!end.isGone()) {
      network.log().add(() -> this + " is broken at " + end.host());
      silent |= silently;
      end.broken("connection broken", TcpEnd.ECONNRESET);
    }
  }

  /** Returns whether bytes for an end that is gone are not answered. */
  boolean isSilent() {
    return silent;
  }

  /** Returns the end that dialled. */
  public TcpEnd dialler() {
    return dialler;
  }

  /** Returns the end that was dialled. */
  public TcpEnd acceptor() {
    return acceptor;
  }

  Network network() {
    return network;
  }

  TcpEnd opposite(TcpEnd end) {
    return end == dialler ? acceptor : dialler;
  }

  /** One of the ends is gone. */
  void ended() {
    if (dialler.isGone() && acceptor.isGone()) {
      dialler.drop();
      acceptor.drop();
      network.forget(this);
    }
  }

  @Override
  public String toString() {
    return "tcp" + number + "(" + dialler.host() + ">" + acceptor.host() + ")";
  }
}
