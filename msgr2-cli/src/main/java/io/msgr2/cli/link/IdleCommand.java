// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.messenger.Connection;
import io.msgr2.messenger.Messenger;
import io.msgr2.session.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Weighs sessions that have nothing to say, both ends of them; a part of {@code bench}. */
@Command(name = "idle", hidden = true, description = "Weighs idle sessions, for bench.")
public final class IdleCommand implements Callable<Integer> {
  private static final EntityName SERVER = EntityName.osd(0);
  private static final EntityName CLIENT = EntityName.client("4000");
  private static final EntityAddress ANY_PORT = EntityAddress.parse("v2:127.0.0.1:0/0");
  private static final int AT_A_TIME = 100;
  private static final long LIMIT_SECONDS = 60;
  private static final double KIB = 1024;

  @Spec private CommandSpec spec;

  @Mixin private LinkOptions link;

  @Option(
      names = "--sessions",
      defaultValue = "4000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Override
  public Integer call() throws Exception {
    try (Messenger server =
            Messenger.builder(SERVER)
                .auth(link.server(SERVER.type()))
                .policy(Policy.statelessServer())
                .build();
        Messenger client = Messenger.builder(CLIENT).auth(link.client(CLIENT)).build()) {
      EntityAddressVector at = server.bind(ANY_PORT).join();
      // What the first session needs and the others do not is not theirs.
      connect(client, at, 1);
      Memory before = Memory.now();
      List<Connection> held = connect(client, at, sessions);
      Memory after = Memory.now();
      double heap = perSide(after.heapBytes() - before.heapBytes());
      double buffers = perSide(after.bufferBytes() - before.bufferBytes());
      Result result =
          new Result()
              .put("sessions", held.size())
              .put("heapKib", heap)
              .put("bufferKib", buffers)
              .put("kibPerSession", heap + buffers);
      spec.commandLine().getOut().print(result.print(Format.JSON));
      return ExitCode.OK;
    }
  }

  private double perSide(long bytes) {
    return bytes / KIB / sessions / 2;
  }

  private static List<Connection> connect(Messenger client, EntityAddressVector at, int number)
      throws Exception {
    List<Connection> made = new ArrayList<>();
    while (made.size() < number) {
      int known = made.size();
      for (int i = 0; i < Math.min(AT_A_TIME, number - known); i++) {
        made.add(client.connectAnonymous(EntityType.OSD, at));
      }
      for (Connection connection : made.subList(known, made.size())) {
        connection.ready().get(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
    return made;
  }
}
