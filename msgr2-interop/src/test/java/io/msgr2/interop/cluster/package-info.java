// SPDX-License-Identifier: Apache-2.0
/** Real Ceph clusters on loopback, for the time of a test class. */
package io.msgr2.interop.cluster;
