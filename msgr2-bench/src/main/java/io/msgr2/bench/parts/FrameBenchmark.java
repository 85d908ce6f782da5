// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.parts;

import io.msgr2.frame.AeadWarmUp;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One message with data, from its buffer to the bytes for the socket, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class FrameBenchmark {
  private static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
  private static final int LIMIT_BYTES = 1 << 24;

  // Each secure frame can be decrypted once, so a decoder gets many of them, and then a successor.
  private static final int WIRE_BYTES = 4 << 20;
  private static final int MAX_FRAMES = 1024;

  private static final MessageHeader HEADER =
      new MessageHeader(1, 2, 42, 127, 1, 1, 0, 0, MessageHeader.FLAGS);

  @Param({"CRC", "SECURE"})
  public ConnectionMode mode;

  @Param({"V2_1", "V2_0"})
  public Revision revision;

  @Param({"0", "64", "4096", "65536", "1048576"})
  public int bytes;

  private final FrameOutput output = new FrameOutput(ALLOCATOR);
  private FrameEncoder encoder;
  private FrameDecoder decoder;
  private ByteBuf data;
  private ByteBuf wire;

  @Setup
  public void prepare() {
    AeadWarmUp.run(System::nanoTime);
    data = ALLOCATOR.directBuffer(bytes).writeZero(bytes);
    encoder = encoder();
    decoder = decoder();
    int frames = Math.min(MAX_FRAMES, Math.max(1, WIRE_BYTES / Math.max(1, bytes)));
    wire = ALLOCATOR.directBuffer();
    FrameEncoder sender = encoder();
    for (int i = 0; i < frames; i++) {
      sender.message(HEADER, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, data, output);
      for (ByteBuf next = output.poll(); next != null; next = output.poll()) {
        wire.writeBytes(next);
        next.release();
      }
    }
  }

  @TearDown
  public void release() {
    output.release();
    encoder.release();
    decoder.release();
    data.release();
    wire.release();
  }

  @Benchmark
  public long encode() {
    encoder.message(HEADER, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, data, output);
    long written = output.bytes();
    for (ByteBuf next = output.poll(); next != null; next = output.poll()) {
      next.release();
    }
    return written;
  }

  @Benchmark
  public int decode() {
    if (!wire.isReadable()) {
      wire.readerIndex(0);
      decoder.release();
      decoder = decoder();
    }
    RawFrame frame = decoder.decode(wire);
    int read = frame.segment(3).readableBytes();
    frame.release();
    return read;
  }

  private FrameEncoder encoder() {
    FrameEncoder made = new FrameEncoder(revision);
    if (mode == ConnectionMode.SECURE) {
      made.secure(keys(), Role.CONNECTOR);
    }
    return made;
  }

  private FrameDecoder decoder() {
    FrameDecoder made = new FrameDecoder(revision, LIMIT_BYTES, ALLOCATOR);
    if (mode == ConnectionMode.SECURE) {
      made.secure(keys(), Role.CONNECTOR);
    }
    return made;
  }

  private static FrameKeys keys() {
    return new FrameKeys(new byte[FrameKeys.MIN_SECRET_BYTES]);
  }
}
