// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import java.util.Optional;

/** Method zlib, from the JDK. */
final class ZlibAlgorithm implements CompressionAlgorithm {
  @Override
  public CompressionMethod method() {
    return CompressionMethod.ZLIB;
  }

  @Override
  public Optional<String> missingArtifact() {
    return Optional.empty();
  }

  @Override
  public SegmentCompressor compressor() {
    return new ZlibCompressor();
  }

  @Override
  public SegmentDecompressor decompressor() {
    return new ZlibDecompressor();
  }
}
