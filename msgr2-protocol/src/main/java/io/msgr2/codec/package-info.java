// SPDX-License-Identifier: Apache-2.0
/**
 * Little-endian primitives and versioned structures over byte buffers, the textual form of
 * configuration files and keyrings, and the one vocabulary of the ways in which a peer can break
 * the protocol.
 */
package io.msgr2.codec;
