// SPDX-License-Identifier: Apache-2.0
/** What is measured, as tables, and the loop that measures it. */
package io.msgr2.bench.plan;
