// SPDX-License-Identifier: Apache-2.0
/**
 * A small monitor for tests and demos: one that stock clients of Ceph log in to, ask for maps, and
 * send commands. There is no cluster behind it, and it keeps nothing on disk.
 */
package io.msgr2.monitor;
