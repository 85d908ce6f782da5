// SPDX-License-Identifier: Apache-2.0
/**
 * The structures of cephx as records, each with its reader and writer. Most of them start with one
 * version byte and no length, so a version that is not known cannot be skipped and is refused
 * (docs/protocol-notes.md, Structures). A reader throws a {@link io.msgr2.codec.ProtocolException}
 * when the bytes are no such structure.
 */
package io.msgr2.auth.cephx.wire;
