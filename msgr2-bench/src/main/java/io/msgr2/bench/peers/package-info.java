// SPDX-License-Identifier: Apache-2.0
/** Who moves the bytes, and in which processes. */
package io.msgr2.bench.peers;
