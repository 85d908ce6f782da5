// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.MethodChain;
import io.msgr2.auth.cephx.CephxClient;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import io.msgr2.rados.conf.ConfException;
import io.msgr2.rados.conf.KeyLookup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * How a client authenticates, as its configuration says. Without a key cephx is left out, as Ceph's
 * own clients do it.
 *
 * @param client the methods in the order of preference
 * @param cephx the client of the method cephx, if it is among them
 * @param keyOrigin where the key is from, or why there is none
 */
record ClientAuthentication(AuthClient client, Optional<CephxClient> cephx, String keyOrigin) {

  /**
   * @param random for challenges and nonces
   * @param clock for the life of tickets
   * @throws ConfException when an option cannot be understood, or a key cannot be read
   * @throws MonException when no method is left to try
   */
  static ClientAuthentication of(CephConfig config, RandomGenerator random, InstantSource clock) {
    List<AuthMethod> wanted = methods(config);
    ConnectionModes modes = modes(config);
    KeyLookup key =
        wanted.contains(AuthMethod.CEPHX)
            ? KeyLookup.of(config)
            : new KeyLookup(Optional.empty(), "no key is needed");
    Optional<CephxClient> cephx =
        key.key()
            .map(
                found ->
                    new CephxClient(
                        config.name(), found, modes, CephxClient.DEFAULT_SERVICES, random, clock));
    boolean crc =
        Stream.of(modes.monitors(), modes.others())
            .allMatch(list -> list.contains(ConnectionMode.CRC));
    List<AuthClient> clients = new ArrayList<>();
    for (AuthMethod method : wanted) {
      switch (method) {
        case NONE -> {
          // It knows no other mode; who insists on secrecy must not get around it that way.
          if (crc) {
            clients.add(new NoneClient(config.name()));
          }
        }
        case CEPHX -> cephx.ifPresent(clients::add);
      }
    }
    if (clients.isEmpty()) {
      throw MonException.of(
          MonException.EACCES,
          "no way to authenticate is left of "
              + wanted
              + ": "
              + key.origin()
              + (crc ? "" : "; the method none has no mode but crc, which is not allowed"));
    }
    return new ClientAuthentication(new MethodChain(clients), cephx, key.origin());
  }

  private static List<AuthMethod> methods(CephConfig config) {
    CephOption option =
        config.list(CephOption.AUTH_SUPPORTED).isEmpty()
            ? CephOption.AUTH_CLIENT_REQUIRED
            : CephOption.AUTH_SUPPORTED;
    return known(config, option, AuthMethod.values());
  }

  private static ConnectionModes modes(CephConfig config) {
    return new ConnectionModes(
        known(config, CephOption.MS_MON_CLIENT_MODE, ConnectionMode.values()),
        known(config, CephOption.MS_CLIENT_MODE, ConnectionMode.values()));
  }

  /** Returns the known items of an option's list; there may be others, as long as one is known. */
  private static <T> List<T> known(CephConfig config, CephOption option, T[] values) {
    List<T> known =
        config.list(option).stream()
            .flatMap(name -> Arrays.stream(values).filter(value -> value.toString().equals(name)))
            .distinct()
            .toList();
    if (known.isEmpty()) {
      throw new ConfException(
          ConfException.EINVAL,
          option
              + " = '"
              + config.get(option)
              + "' names none of "
              + Arrays.toString(values)
              + " ("
              + config.origin()
              + ")");
    }
    return known;
  }
}
