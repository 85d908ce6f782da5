// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.session.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stock clients leave behind in the process of a monitor of ours. */
@CephCluster
class MonMemoryTest {
  private static final int FIRST_LOGINS = 100;
  private static final int LOGINS = 500;

  /** The challenge of each login is kept for renewals, up to a limit. */
  private static final long BYTES_PER_LOGIN = 512;

  private static final long BUFFER_BYTES = 1 << 20;

  private final Cluster cluster;

  @TempDir private Path directory;

  MonMemoryTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void five_hundred_logins_leave_nothing_but_their_challenges_behind() {
    try (MonProcess monitor = MonProcess.start(Demo.keyring(cluster, directory))) {
      LiveObjects before = logIn(monitor, FIRST_LOGINS);
      LiveObjects after = logIn(monitor, LOGINS);

      System.out.printf(
          "%d logins: %d bytes more on the heap, %d elsewhere%n",
          LOGINS, after.bytes() - before.bytes(), after.nativeBytes() - before.nativeBytes());
      assertThat(after.moreThan(before)).isEqualTo(Map.of());
      assertThat(after.bytes() - before.bytes()).isLessThan(LOGINS * BYTES_PER_LOGIN);
      assertThat(before.nativeBytes()).isPositive();
      assertThat(after.nativeBytes() - before.nativeBytes()).isLessThan(BUFFER_BYTES);
    }
  }

  /** Returns what is there when all clients are gone again. */
  private LiveObjects logIn(MonProcess monitor, int times) {
    assertThat(
            RadosScript.LOGINS
                .with(cluster, directory, monitor.address(), Integer.toString(times))
                .within(Duration.ofMinutes(5))
                .run()
                .orThrow()
                .stdout())
        .isEqualTo("done\n");
    Await.until("sessions to end", () -> monitor.liveObjects().of(Session.class) == 0);
    return monitor.liveObjects();
  }
}
