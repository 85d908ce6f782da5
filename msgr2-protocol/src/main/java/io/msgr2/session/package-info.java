// SPDX-License-Identifier: Apache-2.0
/**
 * Sessions: who the peers are to each other, and the messages between them. Values go in (bytes,
 * messages, the time), values come out (bytes to transmit, events, the next deadline).
 */
package io.msgr2.session;
