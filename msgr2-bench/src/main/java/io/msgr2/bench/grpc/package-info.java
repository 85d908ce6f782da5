// SPDX-License-Identifier: Apache-2.0
/** The same requests and answers over gRPC-Java. */
package io.msgr2.bench.grpc;
