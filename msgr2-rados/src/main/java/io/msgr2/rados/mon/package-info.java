// SPDX-License-Identifier: Apache-2.0
/** The monitor client: finds a monitor, keeps a session with one, runs commands. */
package io.msgr2.rados.mon;
