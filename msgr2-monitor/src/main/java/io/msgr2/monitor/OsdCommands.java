// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Commands about OSDs and pools, of which there are none. */
record OsdCommands(EmptyOsdMap map) {

  CommandTable addTo(CommandTable table) {
    return table
        .with("osd stat", "print summary of OSD map", this::stat)
        .with("osd dump", "print summary of OSD map", this::dump)
        .with("osd getmap", "get OSD map", this::getMap)
        .with("osd tree", "print OSD tree", OsdCommands::tree)
        .with("osd ls", "show all OSD ids", OsdCommands::nothing)
        .with("osd lspools", "list pools", OsdCommands::nothing)
        .with("osd pool ls", "list pools", OsdCommands::nothing);
  }

  private CommandAnswer stat(Command command) {
    return command.wantsJson()
        ? Json.object(
            json -> {
              json.writeNumberField("epoch", EmptyOsdMap.EPOCH);
              json.writeNumberField("num_osds", 0);
              json.writeNumberField("num_up_osds", 0);
              json.writeNumberField("osd_up_since", 0);
              json.writeNumberField("num_in_osds", 0);
              json.writeNumberField("osd_in_since", 0);
              json.writeNumberField("num_remapped_pgs", 0);
            })
        : CommandAnswer.of("0 osds: 0 up, 0 in; epoch: e%d%n".formatted(EmptyOsdMap.EPOCH));
  }

  private CommandAnswer dump(Command command) {
    return command.wantsJson()
        ? Json.object(this::writeDump)
        : CommandAnswer.of(
            """
            epoch %d
            fsid %s
            created %s
            modified %s
            flags %s
            crush_version 1
            full_ratio %s
            backfillfull_ratio %s
            nearfull_ratio %s
            require_min_compat_client luminous
            min_compat_client jewel
            require_osd_release pacific
            stretch_mode_enabled false
            max_osd 0
            """
                .formatted(
                    EmptyOsdMap.EPOCH,
                    map.fsid(),
                    map.created(),
                    map.created(),
                    EmptyOsdMap.FLAGS,
                    EmptyOsdMap.FULL_RATIO,
                    EmptyOsdMap.BACKFILLFULL_RATIO,
                    EmptyOsdMap.NEARFULL_RATIO));
  }

  private void writeDump(JsonGenerator json) throws IOException {
    json.writeNumberField("epoch", EmptyOsdMap.EPOCH);
    json.writeStringField("fsid", map.fsid().toString());
    json.writeStringField("created", map.created().toString());
    json.writeStringField("modified", map.created().toString());
    json.writeStringField("flags", EmptyOsdMap.FLAGS);
    json.writeNumberField("crush_version", 1);
    json.writeNumberField("full_ratio", EmptyOsdMap.FULL_RATIO);
    json.writeNumberField("backfillfull_ratio", EmptyOsdMap.BACKFILLFULL_RATIO);
    json.writeNumberField("nearfull_ratio", EmptyOsdMap.NEARFULL_RATIO);
    json.writeNumberField("pool_max", 0);
    json.writeNumberField("max_osd", 0);
    json.writeStringField("require_min_compat_client", "luminous");
    json.writeStringField("min_compat_client", "jewel");
    json.writeStringField("require_osd_release", "pacific");
    for (String none : new String[] {"pools", "osds", "osd_xinfo", "pg_upmap", "pg_temp"}) {
      json.writeArrayFieldStart(none);
      json.writeEndArray();
    }
  }

  private CommandAnswer getMap(Command command) {
    return new CommandAnswer(0, "got osdmap epoch " + EmptyOsdMap.EPOCH, map.encode());
  }

  private static CommandAnswer tree(Command command) {
    return CommandAnswer.of(
        command.wantsJson()
            ? "{\"nodes\":[],\"stray\":[]}"
            : "ID  CLASS  WEIGHT  TYPE NAME  STATUS  REWEIGHT  PRI-AFF\n");
  }

  private static CommandAnswer nothing(Command command) {
    return CommandAnswer.of(command.wantsJson() ? "[]" : "");
  }
}
