// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

/** How much may wait for one peer. */
record SendLimit(int messages, long bytes) {}
