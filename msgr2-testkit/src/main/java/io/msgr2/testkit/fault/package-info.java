// SPDX-License-Identifier: Apache-2.0
/** Breaks connections exactly where a test wants them to break. */
package io.msgr2.testkit.fault;
