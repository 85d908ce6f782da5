// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.rig;

import io.msgr2.session.Message;
import io.msgr2.session.SessionEvent;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An application that writes down what it hears. */
final class Heard implements Application {
  final List<SimConnection> connections = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final List<String> messages = new ArrayList<>();

  @Override
  public void created(SimConnection connection) {
    connections.add(connection);
  }

  @Override
  public void happened(SimConnection connection, SessionEvent event) {
    if (event instanceof Message message) {
      messages.add(new String(ByteBufUtil.getBytes(message.data()), StandardCharsets.UTF_8));
    } else if (event instanceof SessionEvent.Ready ready) {
      events.add(ready.info().role() + (ready.resumed() ? " resumed" : " ready"));
    } else {
      events.add(event.getClass().getSimpleName());
    }
  }
}
