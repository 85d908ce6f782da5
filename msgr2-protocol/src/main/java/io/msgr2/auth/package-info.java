// SPDX-License-Identifier: Apache-2.0
/**
 * The contract between the handshake and the methods of authentication, for both sides: what the
 * frames of msgr2 spec, Authentication, carry to and fro; see also docs/protocol-notes.md,
 * Handshake.
 */
package io.msgr2.auth;
