// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The Ceph to test against.
 *
 * @param repository the root of this repository, from the system property {@code msgr2.root}
 * @param tree where another release than the host's own is installed ({@code msgr2.ceph.root})
 * @param clusters the directory below which each cluster gets its own ({@code msgr2.ceph.dir}, else
 *     a temporary one)
 */
record Installation(Path repository, Optional<Path> tree, Path clusters) {
  private static final class Holder {
    private static final Installation FOUND = find();
  }

  static Installation get() {
    return Holder.FOUND;
  }

  /** Returns one of this repository's own commands. */
  Command command(String path) {
    return Command.of(repository.resolve(path).toString());
  }

  private static Installation find() {
    Path repository =
        property("msgr2.root")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the system property msgr2.root must name this repository"));
    Optional<Path> tree = property("msgr2.ceph.root");
    if (tree.isEmpty()) {
      requireHostsOwn(repository);
    }
    return new Installation(repository, tree, directory());
  }

  /** With a tree, starting the first cluster fails as clearly. */
  private static void requireHostsOwn(Path repository) {
    String install = repository.resolve("scripts/ceph-install").toString();
    CommandResult found = Command.of(install, "--check").run();
    if (found.exitCode() != 0) {
      throw new IllegalStateException(
          "interop tests need a real Ceph; missing here: "
              + found.stdout().strip().replace('\n', ' ')
              + " (as root on Debian, scripts/ceph-install installs it)");
    }
  }

  private static Path directory() {
    return property("msgr2.ceph.dir")
        .orElseGet(
            () -> {
              try {
                Path directory = Files.createTempDirectory("msgr2-ceph");
                // Unless something is left in it, for a look.
                directory.toFile().deleteOnExit();
                return directory;
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static Optional<Path> property(String name) {
    return Optional.ofNullable(System.getProperty(name)).map(Path::of);
  }
}
