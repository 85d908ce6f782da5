// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.compression;

import io.msgr2.codec.Violation;
import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionAlgorithms;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.DecompressionLimit;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** One segment, there and back. The two counters tell the speed; their quotient is the ratio. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CompressionBenchmark {
  private static final PooledByteBufAllocator ALLOCATOR = PooledByteBufAllocator.DEFAULT;
  private static final double MEGABYTE = 1e6;

  @Param({"snappy", "zlib", "zstd", "lz4"})
  public String method;

  @Param({"TEXT", "MIXED", "NOISE"})
  public Content content;

  @Param({"4096", "65536", "4194304"})
  public int bytes;

  private SegmentCompressor compressor;
  private SegmentDecompressor decompressor;
  private DecompressionLimit limit;
  private ByteBuf plain;
  private ByteBuf compressed;

  /** What is counted beside calls. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Megabytes {
    /** Original bytes, whichever direction is measured. */
    public double megabytes;

    /** What those bytes are when compressed. */
    public double compressedMegabytes;
  }

  @Setup
  public void prepare() {
    CompressionAlgorithm algorithm = CompressionAlgorithms.find(CompressionMethod.parse(method));
    compressor = algorithm.compressor();
    decompressor = algorithm.decompressor();
    limit = new DecompressionLimit(bytes, Violation.DECOMPRESSED_TOO_LARGE);
    plain = Unpooled.directBuffer(bytes).writeBytes(content.bytes(bytes));
    ByteBuf once = compressor.compress(plain, ALLOCATOR);
    compressed = Unpooled.directBuffer(once.readableBytes()).writeBytes(once);
    once.release();
  }

  @TearDown
  public void release() {
    plain.release();
    compressed.release();
    compressor.release();
    decompressor.release();
  }

  @Benchmark
  public int compress(Megabytes counted) {
    ByteBuf out = compressor.compress(plain, ALLOCATOR);
    int outBytes = out.readableBytes();
    out.release();
    counted.megabytes += bytes / MEGABYTE;
    counted.compressedMegabytes += outBytes / MEGABYTE;
    return outBytes;
  }

  @Benchmark
  public int decompress(Megabytes counted) {
    ByteBuf out = decompressor.decompress(compressed, ALLOCATOR, limit);
    int outBytes = out.readableBytes();
    out.release();
    counted.megabytes += bytes / MEGABYTE;
    counted.compressedMegabytes += compressed.readableBytes() / MEGABYTE;
    return outBytes;
  }
}
