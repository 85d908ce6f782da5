// SPDX-License-Identifier: Apache-2.0
/** What was measured, and how it is shown: JSON, Markdown and a page of HTML. */
package io.msgr2.bench.report;
