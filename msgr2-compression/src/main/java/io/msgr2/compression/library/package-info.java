// SPDX-License-Identifier: Apache-2.0
/**
 * The compression methods that take a library, each in the bytes that Ceph makes of it
 * (docs/protocol-notes.md, Compression). Found with {@link java.util.ServiceLoader}; the libraries
 * are optional.
 */
package io.msgr2.compression.library;
