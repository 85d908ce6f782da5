// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.options;

import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.KeyringException;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the keyrings that commands are given. */
public final class KeyringFile {
  private KeyringFile() {}

  /**
   * Returns what the file holds.
   *
   * @throws CommandFailure when it cannot be read, or is no keyring; the message says why
   */
  public static Keyring read(Path file) {
    try {
      return Keyring.parse(Files.readString(file));
    } catch (IOException e) {
      throw FileFailure.reading("keyring", file, e);
    } catch (KeyringException e) {
      throw new CommandFailure(ExitCode.FAILED, "keyring " + file + ": " + e.getMessage());
    }
  }
}
