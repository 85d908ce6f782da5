// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The options of Ceph that mean something here, with their default values. */
public enum CephOption {
  /** The monitors to start from. */
  MON_HOST(""),
  /** The cluster's identity; a monitor of another cluster is refused. */
  FSID(""),
  /** This machine's name. */
  HOST(""),

  /** The key itself. */
  KEY(""),
  /** A file that holds nothing but the key. */
  KEYFILE(""),
  /** Files with the keys of several entities; the first that exists counts. */
  KEYRING(
      "/etc/ceph/$cluster.$name.keyring,/etc/ceph/$cluster.keyring,/etc/ceph/keyring,"
          + "/etc/ceph/keyring.bin"),
  /** The methods a client accepts, in the order of its attempts. */
  AUTH_CLIENT_REQUIRED("cephx, none"),
  /** An old option that takes the place of the one above where it is set. */
  AUTH_SUPPORTED(""),

  /** The connection modes that a client offers to monitors and managers, the most wanted first. */
  MS_MON_CLIENT_MODE("secure crc"),
  /** The connection modes that a client offers to all others, the most wanted first. */
  MS_CLIENT_MODE("crc secure"),

  /** How long one round of the hunt for a monitor lasts at first. */
  MON_CLIENT_HUNT_INTERVAL("3"),
  /** How many monitors one round dials; 0 is all of them. */
  MON_CLIENT_HUNT_PARALLEL("3"),
  /** By what the interval is multiplied from one lost session to the next. */
  MON_CLIENT_HUNT_INTERVAL_BACKOFF("1.5"),
  /** The smallest multiple of the interval. */
  MON_CLIENT_HUNT_INTERVAL_MIN_MULTIPLE("1"),
  /** The largest multiple of the interval. */
  MON_CLIENT_HUNT_INTERVAL_MAX_MULTIPLE("10"),
  /** How often a keepalive is sent to the monitor. */
  MON_CLIENT_PING_INTERVAL("10"),
  /** How long a monitor may leave keepalives unanswered. */
  MON_CLIENT_PING_TIMEOUT("30"),

  /** How long to try to get a session with a monitor. */
  CLIENT_MOUNT_TIMEOUT("300"),
  /** How long a monitor may take to answer; 0 is without limit. */
  RADOS_MON_OP_TIMEOUT("0"),
  /** How long an OSD may take to answer; 0 is without limit. */
  RADOS_OSD_OP_TIMEOUT("0");

  private final String defaultValue;

  CephOption(String defaultValue) {
    this.defaultValue = defaultValue;
  }

  /** Returns the value where none is configured, metavariables included. */
  public String defaultValue() {
    return defaultValue;
  }

  /** Returns the option with the given name in any spelling, if it means something here. */
  public static Optional<CephOption> named(String name) {
    String wanted = ConfFile.normalized(name);
    return Arrays.stream(values()).filter(option -> option.toString().equals(wanted)).findFirst();
  }

  /** Returns Ceph's name of the option: lower case, words joined by underscores. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
