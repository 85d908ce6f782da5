// SPDX-License-Identifier: Apache-2.0
/** What the parts of msgr2 cost by themselves, measured with JMH. */
package io.msgr2.bench.parts;
