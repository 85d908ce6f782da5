// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.GlobalIds;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.cephx.KeyStore;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.RotatingKeys;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.cli.options.KeyringFile;
import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.CommandFailure;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.monitor.Monitor;
import io.msgr2.monitor.MonitorBuilder;
import io.msgr2.session.Timeouts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 mon}. */
@Command(
    name = "mon",
    sortOptions = false,
    description = {
      "Is a monitor without a cluster, for demos and tests with Ceph's own clients.",
      "Clients of the keyring log in, get maps and tickets, and run a few commands: 'ceph -m ADDR"
          + " status'. Nothing is kept on disk: started again, it knows its clients by what is"
          + " derived from the key of mon., if the keyring has one. Prints 'listening ADDRESS' when"
          + " it is ready, and runs until SIGINT or SIGTERM."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:told to end, and all connections are closed",
      "1:cannot listen there, or the keyring cannot be used",
      "2:wrong usage"
    })
public final class MonCommand implements Callable<Integer> {
  private static final long END_SECONDS =
      2 * TimeUnit.MILLISECONDS.toSeconds(Timeouts.DEFAULT.closeMs()) + 5;
  private static final long MAX_TICKET_SECONDS = TimeUnit.DAYS.toSeconds(365);

  @Spec private CommandSpec spec;

  @Option(
      names = "--bind",
      paramLabel = "ADDR",
      required = true,
      description = "Where to listen, e.g. v2:127.0.0.1:3300; port 0 takes any free one.")
  private EntityAddress bind;

  @Option(
      names = {"-k", "--keyring"},
      paramLabel = "FILE",
      description =
          "With --auth cephx: who may log in: entities with their keys and with mon caps; and mon."
              + " with a key that lets clients go on when this monitor is started again.")
  private Path keyring;

  @Option(
      names = "--auth",
      paramLabel = "none|cephx",
      defaultValue = "cephx",
      description =
          "How clients authenticate (default: ${DEFAULT-VALUE}). With none, everybody is let in, in"
              + " mode crc.")
  private AuthMethod method;

  @Option(
      names = "--modes",
      paramLabel = "MODE",
      split = ",",
      defaultValue = "secure,crc",
      description =
          "With --auth cephx: connection modes to allow, crc or secure or both separated by a comma"
              + " (default: ${DEFAULT-VALUE}).")
  private List<ConnectionMode> modes;

  @Option(
      names = "--id",
      paramLabel = "ID",
      defaultValue = "a",
      description = "The monitor's name after 'mon.' (default: ${DEFAULT-VALUE}).")
  private String id;

  @Option(
      names = "--fsid",
      paramLabel = "UUID",
      description =
          "The cluster's identity (default: derived from the key of mon., if there is one, else"
              + " random).")
  private UUID fsid;

  @Option(
      names = "--ticket-ttl",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description =
          "With --auth cephx: how long tickets for services are good for (default:"
              + " ${DEFAULT-VALUE}).")
  private long ticketSeconds;

  @Override
  public Integer call() throws InterruptedException {
    Range.of(spec).check("--ticket-ttl", ticketSeconds, 1, MAX_TICKET_SECONDS);
    try (Termination termination = new Termination(END_SECONDS);
        Monitor monitor = start()) {
      say("nothing is kept on disk");
      spec.commandLine().getOut().println("listening " + monitor.addresses().msgr2());
      termination.await();
      return ExitCode.OK;
    }
  }

  private Monitor start() {
    MonitorBuilder builder = Monitor.builder(id);
    switch (method) {
      case NONE -> {
        refuseWithoutCephx("--keyring", "--modes", "--ticket-ttl");
        builder.withoutAuthentication();
      }
      case CEPHX -> authenticate(builder);
    }
    if (fsid != null) {
      builder.fsid(fsid);
    }
    try {
      return builder.start(bind);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    } catch (CompletionException e) {
      Throwable failure = e.getCause();
      throw new CommandFailure(
          ExitCode.FAILED, failure.getMessage() + ": " + failure.getCause().getMessage());
    }
  }

  private void authenticate(MonitorBuilder builder) {
    if (keyring == null) {
      throw usage("--auth cephx needs --keyring FILE with those who may log in");
    }
    SecureRandom random = new SecureRandom();
    InstantSource clock = InstantSource.system();
    RotatingKeys.Lifetimes lifetimes =
        new RotatingKeys.Lifetimes(
            RotatingKeys.Lifetimes.DEFAULT.monitors(), Duration.ofSeconds(ticketSeconds));
    Keyring entities = KeyringFile.read(keyring);
    entities
        .key(KeyStore.MONITORS)
        .ifPresentOrElse(
            mon -> builder.fsid(fsid(mon)),
            () ->
                say(
                    "the keyring has no key of mon.: clients that run now will not get in again"
                        + " when this monitor is started anew"));
    builder.cephx(
        new CephxMonitor(
            entities,
            RotatingKeys.of(entities, KeyType.AES256K, lifetimes, random, clock),
            new GlobalIds(clock.instant()),
            ConnectionModes.of(modes.toArray(ConnectionMode[]::new)),
            random));
  }

  private void refuseWithoutCephx(String... options) {
    for (String option : options) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw usage(option + " goes with --auth cephx");
      }
    }
  }

  private static UUID fsid(CephxKey mon) {
    byte[] purpose = "msgr2 fsid".getBytes(StandardCharsets.UTF_8);
    CephxKey derived = mon.derive(KeyType.AES, Instant.EPOCH, purpose);
    return UUID.nameUUIDFromBytes(derived.secret().reveal());
  }

  private void say(String message) {
    spec.commandLine().getErr().println("msgr2: " + message);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
