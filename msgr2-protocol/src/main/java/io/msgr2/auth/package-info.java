// SPDX-License-Identifier: Apache-2.0
/** The contract between the handshake and the methods of authentication, for both sides. */
package io.msgr2.auth;
