// SPDX-License-Identifier: Apache-2.0
/**
 * Little-endian primitives and versioned structures over byte buffers, the textual form of
 * configuration files and keyrings, and the one vocabulary of the ways in which a peer can break
 * the protocol. How versioned structures begin is in docs/protocol-notes.md, The two encodings of
 * an address; what configuration files look like is there in Configuration.
 */
package io.msgr2.codec;
