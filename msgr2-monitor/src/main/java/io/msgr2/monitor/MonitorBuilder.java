// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.GlobalIds;
import io.msgr2.auth.cephx.CephxMonitor;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.session.Timeouts;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Builds a {@link Monitor}. Everything but a way to authenticate has a default. */
public final class MonitorBuilder {
  final String id;
  UUID fsid = UUID.randomUUID();
  Optional<CephxMonitor> cephx = Optional.empty();
  Optional<AuthServer> auth = Optional.empty();
  Map<String, String> config = Map.of();
  UnaryOperator<CommandTable> commands = UnaryOperator.identity();
  Timeouts timeouts = Timeouts.DEFAULT;
  int eventLoops = 1;

  MonitorBuilder(String id) {
    this.id = id;
  }

  /**
   * Sets the identity of the cluster, by default a random one. Clients that are to go on with a
   * monitor that is started again expect the same.
   */
  public MonitorBuilder fsid(UUID newFsid) {
    fsid = newFsid;
    return this;
  }

  /** Has clients log in with keys of their own. */
  public MonitorBuilder cephx(CephxMonitor monitor) {
    cephx = Optional.of(monitor);
    auth = Optional.of(monitor);
    return this;
  }

  /** Believes everybody, and encrypts nothing. */
  public MonitorBuilder withoutAuthentication() {
    cephx = Optional.empty();
    auth = Optional.of(new NoneServer(EntityType.MON, new GlobalIds(Instant.now())));
    return this;
  }

  /** Sets the options that clients are told when they subscribe to {@code config}. */
  public MonitorBuilder config(Map<String, String> options) {
    config = Map.copyOf(options);
    return this;
  }

  /**
   * Changes the table of commands.
   *
   * @param change takes the commands that every monitor has and returns those of this one
   */
  public MonitorBuilder commands(UnaryOperator<CommandTable> change) {
    commands = change;
    return this;
  }

  /** Sets how long is waited for what. */
  public MonitorBuilder timeouts(Timeouts newTimeouts) {
    timeouts = newTimeouts;
    return this;
  }

  /** Sets how many threads serve connections, by default one. */
  public MonitorBuilder eventLoops(int threads) {
    eventLoops = threads;
    return this;
  }

  /**
   * Starts the monitor.
   *
   * @param address where to listen, of type msgr2, with an IP address that clients can dial; with
   *     port 0 at any free one
   * @return the monitor, which has to be closed
   * @throws IllegalArgumentException when the address is of another type, the wildcard, or has no
   *     host, or when there is to be no thread
   * @throws java.util.concurrent.CompletionException when it cannot listen there
   * @throws IllegalStateException when there is no way to authenticate
   */
  public Monitor start(EntityAddress address) {
    AuthServer server =
        auth.orElseThrow(() -> new IllegalStateException("a monitor needs cephx or none"));
    return new Monitor(this, server, address);
  }

  EntityName name() {
    return new EntityName(EntityType.MON, id);
  }
}
