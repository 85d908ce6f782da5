// SPDX-License-Identifier: Apache-2.0
/** What bare Netty does with the same bytes: the yardsticks. */
package io.msgr2.bench.raw;
