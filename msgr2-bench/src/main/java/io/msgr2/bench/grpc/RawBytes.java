// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.grpc;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Messages that are bytes and nothing else, copied once at each end. */
enum RawBytes implements MethodDescriptor.Marshaller<byte[]> {
  MARSHALLER;

  /** A request with data, and an empty answer. */
  static final MethodDescriptor<byte[], byte[]> CALL =
      method("Call", MethodDescriptor.MethodType.UNARY);

  /** Requests with data, and empty answers, on one stream for as long as the connection lasts. */
  static final MethodDescriptor<byte[], byte[]> EXCHANGE =
      method("Exchange", MethodDescriptor.MethodType.BIDI_STREAMING);

  private static MethodDescriptor<byte[], byte[]> method(
      String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName("msgr2.Bench", name))
        .setRequestMarshaller(MARSHALLER)
        .setResponseMarshaller(MARSHALLER)
        .build();
  }

  @Override
  public InputStream stream(byte[] message) {
    return new Known(message);
  }

  @Override
  public byte[] parse(InputStream in) {
    try {
      return in instanceof KnownLength ? in.readNBytes(in.available()) : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of known length, and written in one go. */
  private static final class Known extends ByteArrayInputStream implements KnownLength, Drainable {
    Known(byte[] message) {
      super(message);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int length = available();
      target.write(buf, pos, length);
      pos += length;
      return length;
    }
  }
}
