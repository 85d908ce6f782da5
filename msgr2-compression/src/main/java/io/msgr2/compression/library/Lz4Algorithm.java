// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import java.util.Optional;

/** Method lz4, from {@code at.yawk.lz4:lz4-java}. */
public final class Lz4Algorithm implements CompressionAlgorithm {
  private static final Library LIBRARY =
      new Library("net.jpountz.lz4.LZ4Factory", "at.yawk.lz4:lz4-java");

  @Override
  public CompressionMethod method() {
    return CompressionMethod.LZ4;
  }

  @Override
  public Optional<String> missingArtifact() {
    return LIBRARY.missing();
  }

  @Override
  public SegmentCompressor compressor() {
    return new Lz4Compressor();
  }

  @Override
  public SegmentDecompressor decompressor() {
    return new Lz4Decompressor();
  }
}
