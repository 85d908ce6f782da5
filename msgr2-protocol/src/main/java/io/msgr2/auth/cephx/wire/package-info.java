// SPDX-License-Identifier: Apache-2.0
/**
 * The structures of cephx as records, each with its reader and writer. Most of them start with one
 * version byte and no length, so a version that is not known cannot be skipped and is refused.
 */
package io.msgr2.auth.cephx.wire;
