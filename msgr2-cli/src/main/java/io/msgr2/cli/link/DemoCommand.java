// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.SharedKeyClient;
import io.msgr2.auth.cephx.SharedKeyServer;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.cli.options.Range;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.messenger.Messenger;
import io.msgr2.messenger.Transport;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Policy;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code msgr2 demo}. */
@Command(
    name = "demo",
    sortOptions = false,
    description = {
      "Shows the messenger at work; needs no cluster.",
      "Starts a server and a client on loopback, which log in with cephx under a key made for the"
          + " occasion, encrypt, and exchange messages; every answer is checked. Meanwhile the TCP"
          + " connection is cut several times, which the session survives."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all answers came and were right",
      "1:some were wrong or did not come",
      "2:wrong usage",
      "else:the error number of a connection that could not be made, such as 110 timed out"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final EntityName SERVER = EntityName.osd(0);
  private static final EntityName CLIENT = EntityName.client("demo");
  private static final int DATA_BYTES = 4096;
  private static final int DEPTH = 16;
  private static final int CUTS = 5;
  private static final int TIMEOUT_SECONDS = 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20000",
      description = "How many requests to send (default: ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--format",
      paramLabel = "plain|json",
      defaultValue = "plain",
      description = "How to print the result (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Override
  public Integer call() throws InterruptedException {
    Range.of(spec).check("--count", count, 1, Long.MAX_VALUE);
    PrintWriter err = spec.commandLine().getErr();
    SecureRandom random = new SecureRandom();
    CephxKey key = CephxKey.generate(KeyType.AES256K, Instant.now(), random);
    ConnectionModes secure = ConnectionModes.of(ConnectionMode.SECURE);
    try (Messenger server =
        Messenger.builder(SERVER)
            .auth(new SharedKeyServer(EntityType.OSD, key, secure, random))
            .policy(Policy.statefulServer())
            .handler(new EchoHandler(true))
            .build()) {
      EntityAddressVector at = server.bind(EntityAddress.parse("v2:127.0.0.1:0/0")).join();
      say(err, SERVER + " listens on " + at.msgr2());
      var auth = new SharedKeyClient(CLIENT, key, secure, random, InstantSource.system());
      var plan =
          new LoadPlan(
              CLIENT,
              EntityType.OSD,
              at,
              Policy.losslessClient(),
              auth,
              Optional.empty(),
              new Cutting(0, Math.max(1, count / (CUTS + 1)), false),
              CompressionConfig.NONE,
              Transport.AUTO,
              1,
              1,
              DEPTH,
              DATA_BYTES,
              true,
              count,
              0,
              Double.POSITIVE_INFINITY,
              TIMEOUT_SECONDS);
      say(err, CLIENT + " logs in and sends " + count + " requests of " + DATA_BYTES + " bytes");
      say(err, "the TCP connection is cut on the way, and made again");
      try (LoadRun run = new LoadRun(plan)) {
        Result measured = run.runShowing(err);
        Result result =
            new Result()
                .put("negotiated", negotiated(run.infos().get(0), key))
                .put("measured", measured);
        spec.commandLine().getOut().print(result.print(format));
        return run.succeeded() ? ExitCode.OK : ExitCode.FAILED;
      }
    }
  }

  private static Result negotiated(ConnectionInfo info, CephxKey key) {
    return new Result()
        .put("peer", info.peer() + " at " + info.peerAddresses())
        .put("weAreSeenAs", info.localAddresses().toString())
        .put("authentication", AuthMethod.nameOf(info.authMethod()) + ", key type " + key.type())
        .put("protocol", "msgr" + info.revision())
        .put("mode", info.mode().toString());
  }

  private static void say(PrintWriter err, String line) {
    err.println("msgr2: " + line);
  }
}
