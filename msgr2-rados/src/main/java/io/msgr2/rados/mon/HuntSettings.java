// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.mon;

import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.conf.CephOption;
import java.time.Duration;

/**
 * How the monitors are hunted; the names are those of Ceph's options {@code mon_client_hunt_*}.
 *
 * @param interval how long one round lasts at first
 * @param parallel how many monitors one round dials; 0 is all of them
 * @param backoff by what the interval is multiplied from round to round, once a session was lost
 * @param minMultiple the smallest multiple of the interval
 * @param maxMultiple the largest multiple of the interval
 */
record HuntSettings(
    Duration interval, int parallel, double backoff, double minMultiple, double maxMultiple) {

  static HuntSettings of(CephConfig config) {
    return new HuntSettings(
        config.duration(CephOption.MON_CLIENT_HUNT_INTERVAL),
        (int) config.number(CephOption.MON_CLIENT_HUNT_PARALLEL),
        config.number(CephOption.MON_CLIENT_HUNT_INTERVAL_BACKOFF),
        config.number(CephOption.MON_CLIENT_HUNT_INTERVAL_MIN_MULTIPLE),
        config.number(CephOption.MON_CLIENT_HUNT_INTERVAL_MAX_MULTIPLE));
  }
}
