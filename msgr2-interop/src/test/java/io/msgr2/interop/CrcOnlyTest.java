// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.frame.ConnectionMode;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;

@CephCluster(mode = "crc")
class CrcOnlyTest extends OneModeTests {
  CrcOnlyTest(Cluster cluster) {
    super(cluster, ConnectionMode.CRC);
  }
}
