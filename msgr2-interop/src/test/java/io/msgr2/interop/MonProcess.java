// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityAddress;
import io.msgr2.interop.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.FutureTask;
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
        // A thread of its own: those that are shared may all wait for clients.
        FutureTask<String> firstLine = new FutureTask<>(process.inputReader()::readLine);
        new Thread(firstLine, "msgr2-mon-stdout").start();
        String line = firstLine.get(command.limit().toSeconds(), TimeUnit.SECONDS);
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

  EntityAddress address() {
    return address;
  }

  LiveObjects liveObjects() {
    return LiveObjects.of(process.pid());
  }

  /** Ends it without giving it a chance to say so, and returns when it is gone. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Tells it to end, and returns its exit code. */
  int terminate() {
    process.destroy();
    awaitEnd();
    return process.exitValue();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running after " + END_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
