// SPDX-License-Identifier: Apache-2.0
/** Two ends of a link without a cluster: one that answers, and one that asks and measures. */
package io.msgr2.cli.link;
