// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import io.msgr2.address.EntityAddress;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that uses Ceph's own librados, as client.admin with the key of a cluster, but with
 * another monitor.
 */
enum RadosScript {
  /**
   * Connects, sends so many commands with a pause of so many seconds after each, and leaves. {@link
   * #answered} tells how far it got. Further arguments are options of Ceph as {@code NAME=VALUE}.
   */
  COMMANDS(
      """
      import json, rados, sys, time
      monitor, count, pause = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
      cluster = rados.Rados(name='client.admin')
      cluster.conf_read_file()
      cluster.conf_set('mon_host', monitor)
      for option in sys.argv[4:]:
          cluster.conf_set(*option.split('=', 1))
      cluster.conf_set('mon_client_ping_interval', '1')
      # Its coarse clock makes the client take an answer of this moment for one of the next century.
      cluster.conf_set('mon_client_ping_timeout', '0')
      cluster.conf_set('rados_mon_op_timeout', '60')
      cluster.connect(timeout=20)
      answered = 0
      progress = open(sys.argv[0] + '.answered', 'wb', buffering=0)
      for _ in range(count):
          result, output, status = cluster.mon_command(
              json.dumps({'prefix': 'status', 'format': 'json'}), b'')
          assert result == 0, (result, status)
          assert json.loads(output)['fsid'] == cluster.get_fsid()
          answered += 1
          progress.write(b'.')
          time.sleep(pause)
      print(cluster.get_fsid(), answered, flush=True)
      cluster.shutdown()
      """),

  /** Looks for pools. */
  POOLS(
      """
      import rados, sys
      cluster = rados.Rados(name='client.admin')
      cluster.conf_read_file()
      cluster.conf_set('mon_host', sys.argv[1])
      cluster.connect(timeout=20)
      print(cluster.list_pools(), cluster.pool_exists('a'))
      try:
          cluster.open_ioctx('a')
      except rados.ObjectNotFound:
          print('no such pool')
      cluster.shutdown()
      """),

  /** Logs in so many times. */
  LOGINS(
      """
      import rados, sys
      for _ in range(int(sys.argv[2])):
          cluster = rados.Rados(name='client.admin')
          cluster.conf_read_file()
          cluster.conf_set('mon_host', sys.argv[1])
          cluster.connect(timeout=20)
          assert cluster.get_fsid()
          cluster.shutdown()
      print('done')
      """);

  private final String text;

  RadosScript(String text) {
    this.text = text;
  }

  /**
   * Returns the command that runs this.
   *
   * @param cluster whose tools and whose key to use
   * @param directory where to put the program
   * @param monitor where it connects to
   * @param arguments what else it is told
   */
  Command with(Cluster cluster, Path directory, EntityAddress monitor, String... arguments) {
    try {
      Path file = Files.writeString(file(directory), text);
      return cluster
          .tool("/usr/bin/python3", file.toString(), "v2:127.0.0.1:" + monitor.port())
          .and(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many commands were answered so far, in the run in this directory. */
  long answered(Path directory) {
    Path progress = Path.of(file(directory) + ".answered");
    try {
      return Files.exists(progress) ? Files.size(progress) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(Path directory) {
    return directory.resolve(name() + ".py");
  }
}
