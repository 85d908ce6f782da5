// SPDX-License-Identifier: Apache-2.0
/**
 * Ceph's configuration, found and read the way Ceph's own tools do: command line, {@code
 * CEPH_ARGS}, {@code CEPH_KEYRING} and ceph.conf, in this order of precedence.
 */
package io.msgr2.rados.conf;
