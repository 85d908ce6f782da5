// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command of this program in a JVM of its own, with the same Java, options and class path. It is
 * stopped when this object is closed; a server stops with its stdin, too, when this JVM dies.
 */
final class ChildCommand implements AutoCloseable {
  private static final long STOP_SECONDS = 5;

  private final String name;
  private final Process process;
  private final BufferedReader out;

  ChildCommand(String mainClass, List<String> arguments) throws IOException {
    name = "msgr2 " + String.join(" ", arguments);
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Waits for the line with which a server says where it listens, and returns the address. */
  String listening() throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("listening ")) {
        return line.substring("listening ".length());
      }
    }
    throw new IOException(name + " ended before it listened");
  }

  /** Waits for the command to end and returns what it printed. */
  String output() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line).append('\n');
    }
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("exit code " + code + " from " + name);
    }
    return text.toString();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
