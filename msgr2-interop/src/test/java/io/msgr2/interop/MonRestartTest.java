// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.CommandResult;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A monitor of ours whose process ends and is started again, while a stock client goes on. */
@CephCluster
class MonRestartTest {
  private static final int COMMANDS = 300;
  private static final int RESTARTS = 3;
  private static final int COMMANDS_BETWEEN = 20;

  private final Cluster cluster;

  @TempDir private Path directory;

  MonRestartTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void librados_goes_on_when_the_process_of_the_monitor_is_killed() throws Exception {
    Path keyring = Demo.keyring(cluster, directory);
    MonProcess monitor = MonProcess.start(keyring);
    try {
      CompletableFuture<CommandResult> client =
          CompletableFuture.supplyAsync(
              RadosScript.COMMANDS.with(
                      cluster, directory, monitor.address(), Integer.toString(COMMANDS), "0.03")
                  ::run);
      for (int i = 0; i < RESTARTS; i++) {
        awaitMoreAnswers();
        assertThat(client).as("the client is still there").isNotDone();
        monitor.kill();
        monitor = monitor.again(keyring);
      }

      assertThat(client.get(80, TimeUnit.SECONDS).orThrow().stdout())
          .endsWith(" " + COMMANDS + "\n");
      assertThat(monitor.terminate()).isZero();
    } finally {
      monitor.close();
    }
  }

  private void awaitMoreAnswers() {
    long enough = RadosScript.COMMANDS.answered(directory) + COMMANDS_BETWEEN;
    Await.until("answers", () -> RadosScript.COMMANDS.answered(directory) >= enough);
  }
}
