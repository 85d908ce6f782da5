// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.AuthException;
import io.msgr2.codec.ProtocolException;

/**
 * One exchange with a monitor, within an established session, that replaces tickets before they
 * expire. The request goes into a message of type MAuth, the reply comes in one of type MAuthReply.
 * If there is no reply, or a negative one, nothing has changed; Ceph's monitors close the session
 * after a negative one, and logging in again replaces all tickets.
 */
public sealed interface TicketRenewal permits AuthTicketRenewal, ServiceTicketRenewal {
  /** Returns the payload of the request. */
  byte[] request();

  /**
   * Takes the payload of the reply and keeps the new tickets. More of them may be due then: see
   * {@link CephxClient#renewalDue}.
   *
   * @throws AuthException when the monitor refused
   * @throws ProtocolException when the reply cannot be read, or was sealed with another key
   */
  void reply(byte[] payload);
}
