// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.interop.cluster.CephCluster;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.interop.cluster.CommandResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
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
  private final CephxKey mon = CephxKey.generate(KeyType.AES, Instant.EPOCH, new SecureRandom());

  @TempDir private Path directory;

  MonRestartTest(Cluster cluster) {
    this.cluster = cluster;
  }

  @Test
  void librados_goes_on_when_the_process_of_the_monitor_is_killed() throws Exception {
    Path keyring =
        Files.writeString(
            directory.resolve("keyring"),
            """
            [mon.]
                key = %s
            [client.admin]
                key = %s
                caps mon = "allow *"
            """
                .formatted(mon.toBase64(), cluster.key(Login.ADMIN).toBase64()));
    MonProcess monitor = MonProcess.start("--bind", "v2:127.0.0.1:0/0", "-k", keyring.toString());
    try {
      String bind = "v2:127.0.0.1:" + monitor.address().port() + "/0";
      CompletableFuture<CommandResult> client =
          CompletableFuture.supplyAsync(
              RadosScript.COMMANDS.with(
                      cluster, directory, monitor.address(), Integer.toString(COMMANDS), "0.03")
                  ::run);
      for (int i = 0; i < RESTARTS; i++) {
        awaitMoreAnswers();
        assertThat(client).as("the client is still there").isNotDone();
        monitor.kill();
        monitor = MonProcess.start("--bind", bind, "-k", keyring.toString());
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
