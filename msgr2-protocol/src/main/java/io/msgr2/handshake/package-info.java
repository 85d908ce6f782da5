// SPDX-License-Identifier: Apache-2.0
/**
 * What happens on a TCP connection before a session: banner, HELLO, authentication, signatures and
 * the compression handshake, for both roles; one small type for each awaited frame.
 */
package io.msgr2.handshake;
