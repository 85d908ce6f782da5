// SPDX-License-Identifier: Apache-2.0
/** What compression methods cost and gain, measured with JMH; not part of {@code msgr2 bench}. */
package io.msgr2.bench.compression;
