// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression.library;

import io.msgr2.compression.CompressionAlgorithm;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.compression.SegmentCompressor;
import io.msgr2.compression.SegmentDecompressor;
import java.util.Optional;

/** Method snappy, from {@code org.xerial.snappy:snappy-java}. */
public final class SnappyAlgorithm implements CompressionAlgorithm {
  private static final Library LIBRARY =
      new Library("org.xerial.snappy.Snappy", "org.xerial.snappy:snappy-java");

  @Override
  public CompressionMethod method() {
    return CompressionMethod.SNAPPY;
  }

  @Override
  public Optional<String> missingArtifact() {
    return LIBRARY.missing();
  }

  @Override
  public SegmentCompressor compressor() {
    return new SnappyCompressor();
  }

  @Override
  public SegmentDecompressor decompressor() {
    return new SnappyDecompressor();
  }
}
