// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.bench.turn.LoadOptions;
import io.msgr2.bench.turn.Turns;
import io.msgr2.cli.output.Console;
import io.msgr2.cli.output.ExitCode;
import io.msgr2.messenger.Messenger;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes connections to {@code echo} and closes them again; a part of {@code bench}. */
@Command(name = "dial", hidden = true, description = "Connects again and again, for bench.")
public final class DialCommand implements Callable<Integer> {
  private static final EntityName SELF = EntityName.client("4000");

  private final Console console;

  @Spec private CommandSpec spec;

  @Mixin private LoadOptions options;

  @Mixin private LinkOptions link;

  /**
   * @param console whose stdin says when to measure
   */
  public DialCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    try (Messenger messenger = Messenger.builder(SELF).auth(link.client(SELF)).build()) {
      EntityAddressVector peer = EntityAddressVector.of(EntityAddress.parse(options.address()));
      Turns.take(
          console.in(),
          spec.commandLine().getOut(),
          seconds ->
              new Dials(
                      () -> messenger.connectAnonymous(EntityType.OSD, peer), options.connections())
                  .measure(seconds));
      return ExitCode.OK;
    }
  }
}
