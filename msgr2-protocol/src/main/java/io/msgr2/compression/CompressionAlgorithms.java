// SPDX-License-Identifier: Apache-2.0
package io.msgr2.compression;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the compression methods that can be used. That of the JDK, zlib, always can; the others
 * take {@code msgr2-compression}, and a library each, on the class path.
 */
public final class CompressionAlgorithms {
  private static final String ARTIFACT = "io.msgr2:msgr2-compression";

  private CompressionAlgorithms() {}

  /**
   * Returns an implementation of a method.
   *
   * @throws CompressionUnavailableException when there is none, or it lacks its library; the
   *     message names the artifact to add
   */
  public static CompressionAlgorithm find(CompressionMethod method) {
    List<CompressionAlgorithm> all = of(method).toList();
    Optional<CompressionAlgorithm> complete =
        all.stream().filter(algorithm -> algorithm.missingArtifact().isEmpty()).findFirst();
    return complete.orElseThrow(
        () -> new CompressionUnavailableException(method, all.isEmpty() ? ARTIFACT : missing(all)));
  }

  private static Stream<CompressionAlgorithm> of(CompressionMethod method) {
    Stream<CompressionAlgorithm> found =
        StreamSupport.stream(ServiceLoader.load(CompressionAlgorithm.class).spliterator(), false);
    return Stream.concat(Stream.of(new ZlibAlgorithm()), found)
        .filter(algorithm -> algorithm.method() == method);
  }

  private static String missing(List<CompressionAlgorithm> algorithms) {
    return algorithms.stream()
        .flatMap(algorithm -> algorithm.missingArtifact().stream())
        .collect(Collectors.joining(" or "));
  }
}
