// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.util.List;

/**
 * TLS 1.3 with AES-128-GCM, the cipher of msgr2's secure mode, by the BoringSSL in the jar where
 * that loads.
 */
final class GrpcTls {
  private static final List<String> CIPHERS = List.of("TLS_AES_128_GCM_SHA256");
  private static final String PROTOCOL = "TLSv1.3";

  private GrpcTls() {}

  static SslContext server() throws IOException, InterruptedException {
    return finish(SslContextBuilder.forServer(SelfSigned.keys()));
  }

  static SslContext client() throws IOException {
    // The server is a child of the process that this one is a child of.
    return finish(SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE));
  }

  private static SslContext finish(SslContextBuilder builder) throws IOException {
    return GrpcSslContexts.configure(builder).protocols(PROTOCOL).ciphers(CIPHERS).build();
  }
}
