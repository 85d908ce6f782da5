// SPDX-License-Identifier: Apache-2.0
/**
 * The messages that a client exchanges with monitors, and a few that it exchanges with others: the
 * fields of each in its front payload. Fields that a newer peer appends are passed over, as Ceph
 * itself does.
 */
package io.msgr2.rados.message;
