// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.msgr2.bench.turn.Requests;

/** One stream of requests and answers, on a connection of its own. */
final class GrpcLoadStream extends ClientCall.Listener<byte[]> implements GrpcLoad {
  private final ClientCall<byte[], byte[]> call;
  private final Requests requests;
  private final byte[] data;

  private GrpcLoadStream(ClientCall<byte[], byte[]> call, Requests requests, int dataBytes) {
    this.call = call;
    this.requests = requests;
    this.data = new byte[dataBytes];
  }

  static GrpcLoadStream open(ManagedChannel channel, Requests requests, int dataBytes) {
    ClientCall<byte[], byte[]> call = channel.newCall(RawBytes.EXCHANGE, CallOptions.DEFAULT);
    GrpcLoadStream stream = new GrpcLoadStream(call, requests, dataBytes);
    call.start(stream, new Metadata());
    call.request(Integer.MAX_VALUE);
    return stream;
  }

  @Override
  public synchronized void start() {
    fill();
  }

  @Override
  public synchronized void onMessage(byte[] answer) {
    requests.answered();
    fill();
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    requests.failed(status.asRuntimeException());
  }

  private void fill() {
    while (requests.mayAsk()) {
      call.sendMessage(data);
    }
  }
}
