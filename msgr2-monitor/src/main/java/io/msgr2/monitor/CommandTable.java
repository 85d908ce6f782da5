// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commands that a monitor knows, by their words. Immutable; clients learn of them by the
 * command {@code get_command_descriptions}, which every table has.
 */
public final class CommandTable {
  private static final Logger LOG = LoggerFactory.getLogger(CommandTable.class);
  private static final String DESCRIPTIONS = "get_command_descriptions";

  /** No command but the one that tells so. */
  public static final CommandTable EMPTY = new CommandTable(Map.of());

  private record Entry(String help, CommandHandler handler) {}

  private final Map<String, Entry> entries;

  private CommandTable(Map<String, Entry> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * Returns a table with one more command, which takes no arguments; one of the same words is
   * replaced.
   *
   * @param prefix the words, separated by blanks
   * @param help what it does, in a few words
   */
  public CommandTable with(String prefix, String help, CommandHandler handler) {
    Map<String, Entry> more = new LinkedHashMap<>(entries);
    more.put(prefix, new Entry(help, handler));
    return new CommandTable(more);
  }

  /** Carries a command out, or says why not. */
  CommandAnswer run(Command command) {
    if (command.prefix().equals(DESCRIPTIONS)) {
      return CommandAnswer.of(Json.write(this::describe));
    }
    Entry entry = entries.get(command.prefix());
    if (entry == null) {
      return CommandAnswer.failed(CommandAnswer.EINVAL, "command not known");
    }
    try {
      return entry.handler().run(command);
    } catch (RuntimeException failure) {
      LOG.error("the command '{}' failed", command.prefix(), failure);
      return CommandAnswer.failed(CommandAnswer.EIO, "internal error");
    }
  }

  private void describe(JsonGenerator json) throws IOException {
    int number = 0;
    json.writeStartObject();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      json.writeObjectFieldStart("cmd%03d".formatted(number++));
      json.writeArrayFieldStart("sig");
      for (String word : each.getKey().split(" ", -1)) {
        json.writeString(word);
      }
      json.writeEndArray();
      json.writeStringField("help", each.getValue().help());
      json.writeStringField("module", "mon");
      json.writeStringField("perm", "r");
      json.writeNumberField("flags", 0);
      json.writeEndObject();
    }
    json.writeEndObject();
  }
}
