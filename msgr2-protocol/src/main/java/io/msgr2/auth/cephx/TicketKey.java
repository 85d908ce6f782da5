// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.auth.cephx.crypto.CephxKey;
import java.time.Duration;
import java.time.Instant;

/**
 * What a ticket that is made now is sealed with.
 *
 * @param id the number under which the ticket names the key
 * @param now when the ticket is made
 * @param validity how long the ticket may be good for
 */
record TicketKey(long id, CephxKey key, Instant now, Duration validity) {}
