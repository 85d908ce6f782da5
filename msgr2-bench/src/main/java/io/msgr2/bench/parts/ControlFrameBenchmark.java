// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.parts;

import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What small things of a session cost: headers of messages, and control frames in crc mode. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class ControlFrameBenchmark {
  private static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
  private static final int LIMIT_BYTES = 1 << 16;

  private final FrameEncoder encoder = new FrameEncoder(Revision.V2_1);
  private final FrameDecoder decoder = new FrameDecoder(Revision.V2_1, LIMIT_BYTES, ALLOCATOR);
  private final FrameOutput output = new FrameOutput(ALLOCATOR);
  private RawFrame message;
  private ByteBuf ack;
  private ByteBuf keepalive;
  private long seq;

  @Setup
  public void prepare() {
    ByteBuf nothing = Unpooled.EMPTY_BUFFER;
    encoder.message(
        new MessageHeader(1, 2, 42, 127, 1, 1, 0, 0, MessageHeader.FLAGS),
        nothing,
        nothing,
        nothing,
        output);
    ByteBuf bytes = output.poll();
    message = decoder.decode(bytes);
    bytes.release();
    encoder.control(new ControlFrame.Ack(1), output);
    ack = output.poll();
    encoder.control(new ControlFrame.Keepalive2(1, 2), output);
    keepalive = output.poll();
  }

  @TearDown
  public void release() {
    decoder.release();
    message.release();
    ack.release();
    keepalive.release();
  }

  @Benchmark
  public MessageHeader readMessageHeader() {
    return MessageHeader.read(message);
  }

  @Benchmark
  public void encodeAck() {
    encoder.control(new ControlFrame.Ack(++seq), output);
    output.poll().release();
  }

  @Benchmark
  public ControlFrame decodeAck() {
    return decode(ack);
  }

  @Benchmark
  public void encodeKeepalive() {
    encoder.control(new ControlFrame.Keepalive2((int) ++seq, 0), output);
    output.poll().release();
  }

  @Benchmark
  public ControlFrame decodeKeepalive() {
    return decode(keepalive);
  }

  private ControlFrame decode(ByteBuf bytes) {
    bytes.readerIndex(0);
    RawFrame frame = decoder.decode(bytes);
    try {
      return ControlFrame.read(frame);
    } finally {
      frame.release();
    }
  }
}
