// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

/** The requests of one connection. */
interface GrpcLoad {
  /** Sends the first requests; unlike the others, by any thread. */
  void start();
}
