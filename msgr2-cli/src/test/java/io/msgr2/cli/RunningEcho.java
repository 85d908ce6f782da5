// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli;

import io.msgr2.cli.output.Console;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The command {@code msgr2 echo}, running on a thread of its own until it is closed. */
final class RunningEcho implements AutoCloseable {
  private static final long LIMIT_SECONDS = 20;

  private final PipedOutputStream stdin = new PipedOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
  private final String address;

  RunningEcho(String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of("echo", "--stop-with-stdin"));
    args.addAll(List.of(options));
    if (!args.contains("--bind")) {
      args.addAll(List.of("--bind", "v2:127.0.0.1:0"));
    }
    PipedInputStream stdout = new PipedInputStream();
    Console console =
        new Console(new PipedInputStream(stdin), new PipedOutputStream(stdout), err, Map.of());
    Thread thread =
        new Thread(
            () -> exitCode.complete(Msgr2.execute(console, args.toArray(String[]::new))), "echo");
    thread.setDaemon(true);
    thread.start();
    String line =
        new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8)).readLine();
    if (line == null || !line.startsWith("listening ")) {
      throw new AssertionError("echo said '" + line + "', and " + err());
    }
    address = line.substring("listening ".length());
  }

  String address() {
    return address;
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Ends it and returns its exit code. */
  int stop() {
    try {
      stdin.close();
      return exitCode.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new AssertionError("echo does not end", e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
