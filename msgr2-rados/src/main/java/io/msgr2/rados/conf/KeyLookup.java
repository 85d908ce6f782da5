// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.KeyringException;
import io.msgr2.auth.cephx.crypto.CephxKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of looking for a client's key: in the option {@code key}, else in the file of {@code
 * keyfile}, else in the first file of {@code keyring} that exists.
 *
 * @param key the key, if there is one
 * @param origin where it is from, or where it was looked for and what is there instead
 */
public record KeyLookup(Optional<CephxKey> key, String origin) {

  /**
   * Looks for the key of the configured entity.
   *
   * @throws ConfException when a key or a keyring is there but cannot be read
   */
  public static KeyLookup of(CephConfig config) {
    String key = config.get(CephOption.KEY);
    if (!key.isBlank()) {
      return parsed(key, "option key");
    }
    List<Path> keyfile = config.paths(CephOption.KEYFILE);
    if (!keyfile.isEmpty()) {
      return parsed(read(keyfile.get(0)), "keyfile " + keyfile.get(0));
    }
    return inKeyring(config);
  }

  private static KeyLookup inKeyring(CephConfig config) {
    List<Path> candidates = config.paths(CephOption.KEYRING);
    Optional<Path> found = candidates.stream().filter(Files::exists).findFirst();
    if (found.isEmpty()) {
      return new KeyLookup(
          Optional.empty(),
          "there is no keyring, looked for "
              + candidates.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    String origin = "keyring " + found.get();
    Keyring keyring = keyring(read(found.get()), origin);
    Optional<CephxKey> key = keyring.key(config.name());
    return new KeyLookup(
        key,
        key.isPresent()
            ? origin
            : origin
                + " has no key of "
                + config.name()
                + ", it is about "
                + keyring.entries().keySet());
  }

  private static Keyring keyring(String text, String origin) {
    try {
      return Keyring.parse(text);
    } catch (KeyringException e) {
      throw new ConfException(ConfException.EIO, origin + ": " + e.getMessage());
    }
  }

  private static KeyLookup parsed(String base64, String origin) {
    try {
      return new KeyLookup(Optional.of(CephxKey.parse(base64.strip())), origin);
    } catch (IllegalArgumentException e) {
      throw new ConfException(ConfException.EINVAL, origin + ": " + e.getMessage());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ConfException(ConfException.EIO, "cannot read " + file + ": " + e);
    }
  }
}
