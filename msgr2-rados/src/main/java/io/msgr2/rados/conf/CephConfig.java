// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Ceph's configuration of one client. Values come, first to last, from what the program says, from
 * {@code CEPH_ARGS}, from {@code CEPH_KEYRING}, from the sections {@code [client.ID]}, {@code
 * [client]} and {@code [global]} of ceph.conf, and from Ceph's defaults; metavariables such as
 * {@code $cluster} are replaced. It is immutable.
 */
public final class CephConfig {
  private final EntityName name;
  private final String cluster;
  private final ConfSearch.Result search;
  private final Map<String, String> explicit;
  private final Environment environment;

  CephConfig(
      EntityName name,
      String cluster,
      ConfSearch.Result search,
      Map<String, String> explicit,
      Environment environment) {
    this.name = name;
    this.cluster = cluster;
    this.search = search;
    this.explicit = Map.copyOf(explicit);
    this.environment = environment;
  }

  /** Returns a builder that starts with this process's environment. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns who the client is; {@code client.admin} unless it was told otherwise. */
  public EntityName name() {
    return name;
  }

  /** Returns the cluster's name on this machine, {@code ceph} as a rule. */
  public String cluster() {
    return cluster;
  }

  /** Returns the configuration file that was read, if one was found. */
  public Optional<Path> file() {
    return search.path();
  }

  /** Returns in words which file the configuration is from, or which ones were looked for. */
  public String origin() {
    return search.toString();
  }

  /** Returns the machine's name, as the option {@code host} or the system has it. */
  public String hostName() {
    return variable("host").orElseThrow();
  }

  /** Returns an option's value. */
  public String get(CephOption option) {
    return expanded(option.toString()).orElseThrow();
  }

  /**
   * Returns an option's value, if it is configured or has a default here.
   *
   * @param option the option's name, in any spelling
   */
  public Optional<String> get(String option) {
    return expanded(ConfFile.normalized(option));
  }

  /** Returns an option's value as a list; blanks, commas, semicolons and '=' separate. */
  public List<String> list(CephOption option) {
    return Arrays.stream(get(option).split("[;,= \t]+")).filter(item -> !item.isEmpty()).toList();
  }

  /**
   * Returns an option's value as a number.
   *
   * @throws ConfException when it is none, or is negative
   */
  public double number(CephOption option) {
    double number;
    try {
      number = Double.parseDouble(get(option));
    } catch (NumberFormatException e) {
      throw meaningless(option, "a number");
    }
    if (!(number >= 0 && number < Double.POSITIVE_INFINITY)) {
      throw meaningless(option, "a number of at least 0");
    }
    return number;
  }

  /**
   * Returns an option's value as a time span: seconds, or numbers with units as in {@code 1m 30s}.
   *
   * @throws ConfException when it is none
   */
  public Duration duration(CephOption option) {
    return TimeSpan.parse(get(option)).orElseThrow(() -> meaningless(option, "a time span"));
  }

  /**
   * Returns the cluster's identity, if it is configured.
   *
   * @throws ConfException when it is no UUID
   */
  public Optional<UUID> fsid() {
    String text = get(CephOption.FSID);
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text)).filter(fsid -> !fsid.equals(new UUID(0, 0)));
    } catch (IllegalArgumentException e) {
      throw meaningless(CephOption.FSID, "a UUID");
    }
  }

  /** Returns the files of a list such as {@code keyring}, in the order of their precedence. */
  public List<Path> paths(CephOption option) {
    return list(option).stream().map(environment::path).toList();
  }

  /**
   * Returns the places where the monitors speak msgr2, as far as they are known before the first of
   * them was asked; at least one.
   *
   * @throws ConfException when none is configured, or none that speaks msgr2
   */
  public List<MonHost> monHosts() {
    String monHost = get(CephOption.MON_HOST);
    if (monHost.isBlank()) {
      throw new ConfException(
          ConfException.ENOENT,
          "no monitors to ask: mon_host is not set ("
              + origin()
              + "); neither DNS SRV records nor [mon.ID] sections are searched for them");
    }
    return MonHosts.parse(monHost);
  }

  private ConfException meaningless(CephOption option, String expected) {
    return new ConfException(
        ConfException.EINVAL,
        option + " = '" + get(option) + "' (" + origin() + "): expected " + expected);
  }

  private Optional<String> expanded(String option) {
    return raw(option).map(value -> new MetaVariables(this::variable).expand(value));
  }

  private Optional<String> variable(String variable) {
    return switch (variable) {
      case "cluster" -> Optional.of(cluster);
      case "type" -> Optional.of(name.type().toString());
      case "name" -> Optional.of(name.toString());
      case "id", "num" -> Optional.of(name.id());
      case "home" -> environment.variable("HOME");
      case "pid" -> Optional.of(Long.toString(ProcessHandle.current().pid()));
      case "host" ->
          raw("host").filter(host -> !host.isBlank()).or(() -> Optional.of(environment.hostName()));
      default -> raw(variable);
    };
  }

  private Optional<String> raw(String option) {
    String value = explicit.get(option);
    if (value != null) {
      return Optional.of(value);
    }
    for (String section : List.of(name.toString(), name.type().toString(), "global")) {
      Optional<String> found = search.file().get(section, option);
      if (found.isPresent()) {
        return found;
      }
    }
    return CephOption.named(option).map(CephOption::defaultValue);
  }

  /** Collects what the program says, then finds and reads the rest. Not safe for threads. */
  public static final class Builder {
    private Environment environment = Environment.system();
    private Optional<String> conf = Optional.empty();
    private Optional<String> cluster = Optional.empty();
    private Optional<EntityName> name = Optional.empty();
    private final Map<String, String> options = new LinkedHashMap<>();

    private Builder() {}

    /** Replaces this process's environment. */
    public Builder environment(Environment environment) {
      this.environment = environment;
      return this;
    }

    /** Takes what Ceph's tools take from their command lines; later calls win. */
    public Builder arguments(CephArguments arguments) {
      conf = arguments.conf().or(() -> conf);
      cluster = arguments.cluster().or(() -> cluster);
      name = arguments.name().or(() -> name);
      options.putAll(arguments.options());
      return this;
    }

    /** Sets the configuration file, or a list of them of which the first that exists counts. */
    public Builder conf(String files) {
      conf = Optional.of(files);
      return this;
    }

    /** Sets the cluster's name on this machine. */
    public Builder cluster(String cluster) {
      this.cluster = Optional.of(cluster);
      return this;
    }

    /** Sets who the client is. */
    public Builder name(EntityName name) {
      this.name = Optional.of(name);
      return this;
    }

    /** Sets an option, whatever the environment and the file say. */
    public Builder option(CephOption option, String value) {
      options.put(option.toString(), value);
      return this;
    }

    /**
     * Finds and reads the configuration file and joins everything.
     *
     * @throws ConfException when the file that was asked for is missing, when a file that is there
     *     cannot be read, or when {@code CEPH_ARGS} cannot be understood
     */
    public CephConfig load() {
      Map<String, String> explicit = new LinkedHashMap<>();
      environment
          .variable("CEPH_KEYRING")
          .ifPresent(keyring -> explicit.put(CephOption.KEYRING.toString(), keyring));
      CephArguments inherited =
          CephArguments.ofVariable(environment.variable("CEPH_ARGS").orElse(""));
      explicit.putAll(inherited.options());
      explicit.putAll(options);

      Optional<String> wantedCluster = cluster.or(inherited::cluster);
      ConfSearch.Result search =
          new ConfSearch(environment).find(conf.or(inherited::conf), wantedCluster);
      return new CephConfig(
          name.or(inherited::name).orElse(new EntityName(EntityType.CLIENT, "admin")),
          wantedCluster.orElseGet(search::cluster),
          search,
          explicit,
          environment);
    }
  }
}
