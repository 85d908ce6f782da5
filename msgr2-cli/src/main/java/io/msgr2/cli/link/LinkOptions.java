// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.SharedKeyClient;
import io.msgr2.auth.cephx.SharedKeyServer;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.cli.options.KeyringFile;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.messenger.Transport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How both ends of a link authenticate, protect their frames, and use sockets. */
final class LinkOptions {
  static final int MAX_EVENT_LOOPS = 1024;

  /** The name under which a keyring holds the key that both ends share. */
  private static final EntityName SHARED = new EntityName(EntityType.MON, "");

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--auth",
      paramLabel = "none|cephx",
      defaultValue = "none",
      description =
          "How to authenticate (default: ${DEFAULT-VALUE}). With cephx, both ends need the same"
              + " keyring.")
  private AuthMethod method;

  @Option(
      names = {"-k", "--keyring"},
      paramLabel = "FILE",
      description = "With --auth cephx: a keyring whose entry [mon.] is the key both ends share.")
  private Path keyring;

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      defaultValue = "crc",
      description =
          "Connection modes, crc or secure or both separated by a comma, the most wanted first"
              + " (default: ${DEFAULT-VALUE}).")
  private List<ConnectionMode> modes;

  @Option(
      names = "--connection-secret",
      paramLabel = "HEX",
      description =
          "FOR TESTS ONLY, GIVES NO SECRECY: 64 bytes that both ends use as connection secret"
              + " instead of agreeing on one, so that --auth none can be secure.")
  private String connectionSecret;

  @Option(
      names = "--transport",
      paramLabel = "auto|epoll|io_uring|nio",
      defaultValue = "auto",
      description =
          "How to use sockets: auto is epoll where it loads, else nio (default: ${DEFAULT-VALUE}).")
  private Transport transport;

  /** Returns the way to use sockets. */
  Transport transport() {
    return transport;
  }

  /** Returns the connecting side's authentication. */
  AuthClient client(EntityName self) {
    check();
    if (method == AuthMethod.CEPHX) {
      return new SharedKeyClient(
          self, sharedKey(), connectionModes(), new SecureRandom(), InstantSource.system());
    }
    AuthClient none = new NoneClient(self);
    return connectionSecret == null
        ? none
        : FixedConnectionSecret.client(none, connectionModes(), fixedSecret());
  }

  /** Returns the accepting side's authentication. */
  AuthServer server(EntityType self) {
    check();
    if (method == AuthMethod.CEPHX) {
      return new SharedKeyServer(self, sharedKey(), connectionModes(), new SecureRandom());
    }
    AuthServer none = new NoneServer(self, new AtomicLong(1)::getAndIncrement);
    return connectionSecret == null
        ? none
        : FixedConnectionSecret.server(none, connectionModes(), fixedSecret());
  }

  private void check() {
    if (method == AuthMethod.CEPHX && connectionSecret != null) {
      throw usage("--connection-secret goes with --auth none; cephx agrees on a secret by itself");
    }
    if (modes.size() > modes.stream().distinct().count()) {
      throw usage("--modes names a mode twice");
    }
    if (method == AuthMethod.CEPHX && keyring == null) {
      throw usage("--auth cephx needs --keyring FILE with an entry [mon.]");
    }
    if (method == AuthMethod.NONE && keyring != null) {
      throw usage("--keyring goes with --auth cephx");
    }
    if (method == AuthMethod.NONE
        && connectionSecret == null
        && modes.contains(ConnectionMode.SECURE)) {
      throw usage(
          "mode secure needs a key: use --auth cephx (or, in tests, --connection-secret HEX)");
    }
  }

  private ConnectionModes connectionModes() {
    return ConnectionModes.of(modes.toArray(ConnectionMode[]::new));
  }

  private CephxKey sharedKey() {
    return KeyringFile.read(keyring)
        .key(SHARED)
        .orElseThrow(
            () -> new CommandFailure(ExitCode.FAILED, keyring + " has no key in an entry [mon.]"));
  }

  private Secret fixedSecret() {
    byte[] bytes;
    try {
      bytes = HexFormat.of().parseHex(connectionSecret);
    } catch (IllegalArgumentException e) {
      throw usage("--connection-secret takes hexadecimal digits");
    }
    if (bytes.length != 64) {
      throw usage("--connection-secret takes 64 bytes, not " + bytes.length);
    }
    PrintWriter err = command.commandLine().getErr();
    err.println("msgr2: WARNING: --connection-secret is for tests. There is NO SECRECY and NO");
    err.println("msgr2: WARNING: AUTHENTICATION: whoever knows these bytes reads and forges all.");
    err.flush();
    return Secret.copyOf(bytes);
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
