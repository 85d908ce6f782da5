// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a command is started with.
 *
 * @param in stdin
 * @param out stdout, for data; what is written as bytes and what is written as text must be flushed
 *     in between
 * @param err stderr, for everything else
 * @param environment the environment variables
 */
public record Console(
    InputStream in, OutputStream out, OutputStream err, Map<String, String> environment) {

  public Console {
    environment = Map.copyOf(environment);
  }

  /** Returns this process's own. */
  public static Console ofProcess() {
    return new Console(
        System.in,
        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)),
        new FileOutputStream(FileDescriptor.err),
        System.getenv());
  }

  /** Names the variables alone: their values may be secrets. */
  @Override
  public String toString() {
    return "Console" + environment.keySet();
  }

  /** Returns a writer of text to one of the streams. */
  public static PrintWriter text(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
