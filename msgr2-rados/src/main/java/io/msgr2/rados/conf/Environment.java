// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the process was started in, as far as Ceph's configuration depends on it.
 *
 * @param variables the environment variables
 * @param directory the working directory, which relative paths start from
 * @param hostName the machine's name up to its first dot
 */
public record Environment(Map<String, String> variables, Path directory, String hostName) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** Returns this process's own. */
  public static Environment system() {
    Map<String, String> variables = System.getenv();
    return new Environment(variables, Path.of("").toAbsolutePath(), shortHostName(variables));
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /** Returns a path of the working directory; an absolute one stays as it is. */
  Path path(String text) {
    return directory.resolve(text);
  }

  /** Names the variables without their values, which may be secrets. */
  @Override
  public String toString() {
    return "Environment[variables "
        + new TreeSet<>(variables.keySet())
        + ", directory "
        + directory
        + ", host name "
        + hostName
        + "]";
  }

  /** Asks the kernel and the shell, never a name service, which might take its time to answer. */
  private static String shortHostName(Map<String, String> variables) {
    return Stream.of(Path.of("/proc/sys/kernel/hostname"), Path.of("/etc/hostname"))
        .map(Environment::content)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .map(Environment::beforeDot)
        .orElseGet(() -> beforeDot(variables.getOrDefault("HOSTNAME", "localhost")));
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      // Not a Linux, or a very bare one: the next source may know.
      return "";
    }
  }

  private static String beforeDot(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
