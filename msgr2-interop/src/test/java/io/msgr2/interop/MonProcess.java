// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityAddress;
import io.msgr2.interop.cluster.Command;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running {@code msgr2 mon}, in a process of its own. */
final class MonProcess implements AutoCloseable {
  private static final String LISTENING = "listening ";
  private static final int END_SECONDS = 30;

  private final Process process;
  private final EntityAddress address;

  private MonProcess(Process process, EntityAddress address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts one with cephx on a free port of loopback, and returns when it listens.
   *
   * @param keyring who may log in
   */
  static MonProcess start(Path keyring) {
    return start("v2:127.0.0.1:0/0", keyring);
  }

  /** Starts it again where it was. */
  MonProcess again(Path keyring) {
    return start("v2:127.0.0.1:" + address.port() + "/0", keyring);
  }

  private static MonProcess start(String bind, Path keyring) {
    return start("--bind", bind, "--keyring", keyring.toString());
  }

  /** Starts one, and returns when it listens. */
  static MonProcess start(String... options) {
    Command command =
        Msgr2Cli.msgr2(Map.of("MSGR2_JAVA_OPTS", LiveObjects.JAVA_OPTION), "mon").and(options);
    try {
      Process process =
          new ProcessBuilder(command.words())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        String line =
            CompletableFuture.supplyAsync(() -> firstLine(process))
                .get(command.limit().toSeconds(), TimeUnit.SECONDS);
        if (line == null || !line.startsWith(LISTENING)) {
          throw new IllegalStateException(command + " says " + line);
        }
        return new MonProcess(process, EntityAddress.parse(line.substring(LISTENING.length())));
      } catch (Exception e) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " does not listen", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(Process process) {
    // Not closed: nothing more comes, but the process must not notice.
    BufferedReader out = process.inputReader();
    try {
      return out.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  EntityAddress address() {
    return address;
  }

  LiveObjects liveObjects() {
    return LiveObjects.of(process.pid());
  }

  /** Ends it without giving it a chance to say so, and returns when it is gone. */
  void kill() {
    process.destroyForcibly().onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Tells it to end, and returns its exit code. */
  int terminate() {
    process.destroy();
    return process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join().exitValue();
  }

  @Override
  public void close() {
    kill();
  }
}
