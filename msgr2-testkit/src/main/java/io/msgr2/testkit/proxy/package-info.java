// SPDX-License-Identifier: Apache-2.0
/**
 * A TCP proxy between two peers that does to their connections what bad networks do: cuts, delays,
 * bottlenecks and links of which one end is gone without a word.
 */
package io.msgr2.testkit.proxy;
