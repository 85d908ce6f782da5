// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds the configuration file. The program says where, else {@code CEPH_CONF} does, else it is in
 * one of the usual places. Each may be a list, of which the first file that exists counts.
 */
final class ConfSearch {
  private static final String USUAL_PLACES =
      "/etc/ceph/$cluster.conf,$home/.ceph/$cluster.conf,$cluster.conf";

  private static final String USUAL_CLUSTER = "ceph";
  private static final String SUFFIX = ".conf";

  /**
   * What was found.
   *
   * @param path the file; absent when none of those searched exists
   * @param file its settings
   * @param cluster the cluster's name that goes with it
   * @param searched where it was looked for
   */
  record Result(Optional<Path> path, ConfFile file, String cluster, List<Path> searched) {
    @Override
    public String toString() {
      return path.map(found -> "configuration file " + found)
          .orElseGet(
              () ->
                  "no configuration file, looked for "
                      + searched.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
  }

  private final Environment environment;

  ConfSearch(Environment environment) {
    this.environment = environment;
  }

  /**
   * @param asked the list that the program or its user gave
   * @param cluster the cluster's name, if it was given
   * @throws ConfException when none of the files asked for exists, or the first that does cannot be
   *     read; that there is none where nobody asked for one is no error
   */
  Result find(Optional<String> asked, Optional<String> cluster) {
    String list = asked.or(() -> environment.variable("CEPH_CONF")).orElse(USUAL_PLACES);
    List<Path> candidates = candidates(list, cluster.orElse(USUAL_CLUSTER));
    Optional<Path> found = candidates.stream().filter(Files::exists).findFirst();
    if (asked.isPresent() && found.isEmpty()) {
      throw new ConfException(
          ConfException.ENOENT, "configuration file '" + asked.get() + "' does not exist");
    }
    // Only a file that was asked for names its cluster, as in "-c /etc/ceph/site-b.conf".
    return new Result(
        found,
        found.map(ConfFile::read).orElse(ConfFile.EMPTY),
        asked.isPresent() ? clusterOf(found.get()) : USUAL_CLUSTER,
        candidates);
  }

  private List<Path> candidates(String list, String cluster) {
    MetaVariables variables =
        new MetaVariables(
            variable ->
                switch (variable) {
                  case "cluster" -> Optional.of(cluster);
                  case "home" -> environment.variable("HOME");
                  case "host" -> Optional.of(environment.hostName());
                  default -> Optional.empty();
                });
    return Arrays.stream(list.split("[,;]"))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(variables::expand)
        .map(environment::path)
        .toList();
  }

  private static String clusterOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int suffix = name.indexOf(SUFFIX);
    return suffix < 0 ? USUAL_CLUSTER : name.substring(0, suffix);
  }
}
