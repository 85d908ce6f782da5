// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A throwaway Ceph on loopback, made by {@code scripts/ceph-cluster} in a directory of its own.
 * Closing it stops exactly the processes that were started; the directory goes with them unless a
 * test failed.
 */
public final class Cluster implements AutoCloseable {
  private static final int START_TIMEOUT_SECONDS = 60;
  private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final Path directory;
  private final PortBlock ports;
  private final Map<String, String> facts;
  private final Thread atExit = new Thread(this::down);
  private volatile boolean keepDirectory;

  private Cluster(Path directory, PortBlock ports, Map<String, String> facts) {
    this.directory = directory;
    this.ports = ports;
    this.facts = facts;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static Cluster start(CephCluster options) {
    PortBlock ports = PortBlock.take(options.osds());
    try {
      Path directory =
          Installation.get().clusters().resolve("cluster-" + STARTED.incrementAndGet());
      Command command = up(options, directory, ports.base());
      CommandResult up = command.run();
      if (up.exitCode() != 0) {
        throw new IllegalStateException("Ceph did not start; see " + directory + "\n" + up);
      }
      Map<String, String> facts = new HashMap<>();
      up.stdout()
          .lines()
          .map(line -> line.split("=", 2))
          .forEach(fact -> facts.put(fact[0], fact[1]));
      System.out.printf("%s: ready in %s s%n", command, facts.get("elapsed"));
      return new Cluster(directory, ports, Map.copyOf(facts));
    } catch (RuntimeException e) {
      ports.close();
      throw e;
    }
  }

  /** Returns the release, such as 18.2.7. */
  public String version() {
    return facts.get("version");
  }

  /** Returns the first number of the release, such as 18. */
  public int majorVersion() {
    return Integer.parseInt(version().split("\\.", 2)[0]);
  }

  public UUID fsid() {
    return UUID.fromString(facts.get("fsid"));
  }

  /** Returns the path of ceph.conf. */
  public Path conf() {
    return Path.of(facts.get("conf"));
  }

  /** Returns the path of the keyring of client.admin. */
  public Path adminKeyring() {
    return Path.of(facts.get("keyring"));
  }

  /** Returns the addresses of the monitors a, b and so on. */
  public List<EntityAddressVector> monitors() {
    return Arrays.stream(facts.get("mon_host").split(",(?=\\[)"))
        .map(EntityAddressVector::parse)
        .toList();
  }

  /** Returns the key of a daemon, of {@code mon.}, or of client.admin. */
  public CephxKey key(EntityName name) {
    return Keyring.parse(read(directory.resolve("seed.keyring"))).key(name).orElseThrow();
  }

  /**
   * Returns one of Ceph's own tools, of the same release. It finds the cluster through CEPH_CONF,
   * and is client.admin, unless it is told otherwise.
   */
  public Command tool(String... words) {
    return script("exec", directory).and("--").and(words);
  }

  /**
   * Stops a daemon until it is resumed; the kernel goes on for it. Returns when none of its threads
   * runs any more.
   *
   * @param daemon such as mon.a
   */
  public void stop(String daemon) {
    signal("STOP", daemon);
    await(daemon + " to stop", () -> areThreads(daemon, "T"));
  }

  /** Lets a daemon go on that was stopped. */
  public void resume(String daemon) {
    signal("CONT", daemon);
  }

  /** Ends a daemon without giving it a chance to say so, and returns when it is gone. */
  public void kill(String daemon) {
    signal("KILL", daemon);
    await(daemon + " to end", () -> areThreads(daemon, "Z"));
  }

  private void signal(String signal, String daemon) {
    Command.of("kill", "-" + signal, process(daemon)).run().orThrow();
  }

  private static void await(String what, BooleanSupplier happened) {
    long deadline = System.nanoTime() + SIGNAL_LIMIT.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("waited " + SIGNAL_LIMIT + " in vain for " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Returns whether all threads of a daemon, if it has any left, are in a state. */
  private boolean areThreads(String daemon, String state) {
    try (Stream<Path> threads = Files.list(Path.of("/proc", process(daemon), "task"))) {
      return threads
          .map(thread -> read(thread.resolve("status")))
          .allMatch(status -> status.contains("State:\t" + state));
    } catch (IOException | UncheckedIOException gone) {
      return state.equals("Z");
    }
  }

  private String process(String daemon) {
    return read(directory.resolve("pid").resolve(daemon)).split(" ", 2)[0];
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void keepDirectory() {
    keepDirectory = true;
    System.out.println("Ceph's logs are in " + directory.resolve("log"));
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    down();
    ports.close();
    if (!keepDirectory) {
      delete(directory);
    }
  }

  private void down() {
    script("down", directory).run().orThrow();
  }

  private static Command up(CephCluster options, Path directory, int portBase) {
    Command command =
        script("up", directory)
            .and("--port-base", Integer.toString(portBase))
            .and("--mons", Integer.toString(options.mons()))
            .and("--osds", Integer.toString(options.osds()))
            .and("--auth", options.auth())
            .and("--mode", options.mode())
            .and("--key-type", options.keyType())
            .and("--timeout", Integer.toString(START_TIMEOUT_SECONDS));
    for (String line : options.set()) {
      command = command.and("--set", line);
    }
    Optional<Path> tree = Installation.get().tree();
    return tree.isPresent() ? command.and("--root", tree.get().toString()) : command;
  }

  private static Command script(String verb, Path directory) {
    return Installation.get()
        .command("scripts/ceph-cluster")
        .and(verb, "--dir", directory.toString());
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
