// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.peers;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A Java that runs contenders, with the class path of this one.
 *
 * @param home its directory
 * @param version as in its file {@code release}
 */
public record Jdk(Path home, String version) {
  // Netty uses both; without these the JVM prints warnings about it.
  private static final List<String> SINCE_24 =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  private static final int MIN_FEATURE = 17;

  // The same for all; enough for sixteen requests of 4 MiB in each place where they can be. What a
  // program allocates first would otherwise cost a page fault for every 4 KiB, of which whoever
  // leaves more garbage has more: measured would be how long the heap has been in use.
  private static final List<String> HEAP = List.of("-Xmx2g", "-XX:+AlwaysPreTouch");

  /** Returns the Java that runs this. */
  public static Jdk own() {
    return new Jdk(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
  }

  /**
   * Returns the Java in a directory.
   *
   * @throws IllegalArgumentException when there is none that is new enough
   */
  public static Jdk in(Path home) {
    Properties release = new Properties();
    try (var text = Files.newBufferedReader(home.resolve("release"))) {
      release.load(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(home + " is no Java: " + e, e);
    }
    Jdk jdk = new Jdk(home, release.getProperty("JAVA_VERSION", "0").replace("\"", ""));
    if (jdk.feature() < MIN_FEATURE) {
      throw new IllegalArgumentException(home + " has Java " + jdk.version + "; expected 17");
    }
    return jdk;
  }

  /** Returns the name of its column, e.g. "JDK 25". */
  public String title() {
    return "JDK " + feature();
  }

  /** Returns a command line up to the arguments of this program. */
  List<String> command(List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.addAll(HEAP);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !SINCE_24.contains(option) && !option.startsWith("-Dmsgr2.terminal"))
        .forEach(command::add);
    if (feature() >= 24) {
      command.addAll(SINCE_24);
    }
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.msgr2.cli.Msgr2"));
    return command;
  }

  private int feature() {
    return Integer.parseInt(version.split("[.+-]", 2)[0]);
  }
}
