// SPDX-License-Identifier: Apache-2.0
/**
 * Keys of cephx and what can be done with them (docs/protocol-notes.md, Keys and Sealed
 * structures).
 */
package io.msgr2.auth.cephx.crypto;
