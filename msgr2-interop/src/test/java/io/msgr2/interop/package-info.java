// SPDX-License-Identifier: Apache-2.0
/** What msgr2 and real Ceph daemons say to each other. */
package io.msgr2.interop;
