// SPDX-License-Identifier: Apache-2.0
/** The command {@code msgr2 ceph}: from words to a command of the monitors, and back. */
package io.msgr2.cli.ceph;
