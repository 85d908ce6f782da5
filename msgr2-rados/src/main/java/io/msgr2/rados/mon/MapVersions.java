// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

/**
 * How new a map is.
 *
 * @param newest the newest version that the monitors have
 * @param oldest the oldest version that they still have
 */
public record MapVersions(long newest, long oldest) {}
