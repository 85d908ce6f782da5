// SPDX-License-Identifier: Apache-2.0
/**
 * Messengers in a world of their own: real sessions, a virtual network that can be bad in every
 * way, and a clock that jumps to whatever happens next. Runs are repeatable to the last byte.
 */
package io.msgr2.testkit.rig;
