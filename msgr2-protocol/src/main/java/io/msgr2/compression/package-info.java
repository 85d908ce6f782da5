// SPDX-License-Identifier: Apache-2.0
/**
 * Compression methods, and what an implementation of one has to do. Segments are compressed one by
 * one; which frames are is not decided here. The bytes of each method are in
 * docs/protocol-notes.md, Compression.
 */
package io.msgr2.compression;
