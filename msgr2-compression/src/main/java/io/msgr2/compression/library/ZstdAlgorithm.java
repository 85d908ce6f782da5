// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import java.util.Optional;

/** Method zstd, from {@code com.github.luben:zstd-jni}. */
public final class ZstdAlgorithm implements CompressionAlgorithm {
  private static final Library LIBRARY =
      new Library("com.github.luben.zstd.Zstd", "com.github.luben:zstd-jni");

  @Override
  public CompressionMethod method() {
    return CompressionMethod.ZSTD;
  }

  @Override
  public Optional<String> missingArtifact() {
    return LIBRARY.missing();
  }

  @Override
  public SegmentCompressor compressor() {
    return new ZstdCompressor();
  }

  @Override
  public SegmentDecompressor decompressor() {
    return new ZstdDecompressor();
  }
}
