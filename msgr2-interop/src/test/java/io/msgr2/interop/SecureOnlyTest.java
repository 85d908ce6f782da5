// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.frame.ConnectionMode;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;

@CephCluster(mode = "secure")
class SecureOnlyTest extends OneModeTests {
  SecureOnlyTest(Cluster cluster) {
    super(cluster, ConnectionMode.SECURE);
  }
}
