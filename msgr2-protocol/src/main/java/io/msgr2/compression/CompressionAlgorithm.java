// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import java.util.Optional;

/**
 * An implementation of a compression method, in exactly the byte format that Ceph has for it
 * (docs/protocol-notes.md, Compression). Found with {@link java.util.ServiceLoader}; see {@link
 * CompressionAlgorithms}. Any thread may call it.
 */
public interface CompressionAlgorithm {
  /** Returns what this implements. */
  CompressionMethod method();

  /**
   * Returns what the implementation needs and does not find: an artifact, as {@code
   * groupId:artifactId}. Nothing else can be called then.
   */
  Optional<String> missingArtifact();

  /** Returns the sending part for one connection, which is the caller's to release. */
  SegmentCompressor compressor();

  /** Returns the receiving part for one connection, which is the caller's to release. */
  SegmentDecompressor decompressor();
}
