// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.cephx.TicketRenewal;
import io.msgr2.messenger.Connection;
import io.msgr2.rados.message.MAuth;
import io.msgr2.rados.message.MAuthReply;

/** Renews tickets in a session with a monitor. */
final class Tickets {
  private Tickets() {}

  static void renew(TestClient client, Connection monitor, TicketRenewal renewal) {
    MAuth request = new MAuth(AuthMethod.CEPHX.wire(), renewal.request(), 0);
    MAuthReply reply = client.ask(monitor, request, MAuthReply.TYPE).read(MAuthReply::read);
    assertThat(reply.result()).as(reply.message()).isZero();
    renewal.reply(reply.payload());
  }
}
