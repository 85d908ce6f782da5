// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import io.netty.buffer.ByteBuf;

/** This side closes the session as soon as what was queued has arrived, or is on its way. */
record Draining(Ready ready) implements SessionState {
  @Override
  public String awaits() {
    return "queued messages to be transmitted";
  }

  @Override
  public Phase phase() {
    return Phase.CLOSING;
  }

  @Override
  public long timeoutMs(Timeouts timeouts) {
    return timeouts.closeMs();
  }

  @Override
  public SessionState receive(ByteBuf in) {
    ready.receive(in);
    return this;
  }
}
