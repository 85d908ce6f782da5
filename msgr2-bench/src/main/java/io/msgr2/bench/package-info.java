// SPDX-License-Identifier: Apache-2.0
/** Measures msgr2 as a whole, beside the same bytes over bare Netty in the same run. */
package io.msgr2.bench;
