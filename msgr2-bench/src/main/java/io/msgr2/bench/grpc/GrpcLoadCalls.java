// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.msgr2.bench.turn.Requests;

/** Requests of which each is a call, on a connection of their own. */
final class GrpcLoadCalls implements GrpcLoad {
  private final ManagedChannel channel;
  private final Requests requests;
  private final byte[] data;

  GrpcLoadCalls(ManagedChannel channel, Requests requests, int dataBytes) {
    this.channel = channel;
    this.requests = requests;
    this.data = new byte[dataBytes];
  }

  @Override
  public synchronized void start() {
    while (requests.mayAsk()) {
      ClientCall<byte[], byte[]> call = channel.newCall(RawBytes.CALL, CallOptions.DEFAULT);
      call.start(new Answer(), new Metadata());
      call.request(1);
      call.sendMessage(data);
      call.halfClose();
    }
  }

  private final class Answer extends ClientCall.Listener<byte[]> {
    @Override
    public void onClose(Status status, Metadata trailers) {
      if (!status.isOk()) {
        requests.failed(status.asRuntimeException());
        return;
      }
      synchronized (GrpcLoadCalls.this) {
        requests.answered();
        start();
      }
    }
  }
}
