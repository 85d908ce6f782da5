// SPDX-License-Identifier: Apache-2.0
/**
 * Entity names and addresses: encodings, order, parsing and printing. Those of addresses are as in
 * docs/protocol-notes.md, Addresses.
 */
package io.msgr2.address;
