// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import com.fasterxml.jackson.core.JsonGenerator;
import io.msgr2.rados.message.MonInfo;
import io.msgr2.rados.message.MonMap;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** What every client expects a monitor to answer, for a cluster of one monitor and nothing else. */
final class StandardCommands {
  private static final String VERSION = "msgr2 demo monitor (keeps nothing on disk)";
  private static final String RELEASE = "pacific";

  private final MonMap map;

  private StandardCommands(MonMap map) {
    this.map = map;
  }

  static CommandTable of(MonMap map) {
    StandardCommands commands = new StandardCommands(map);
    return CommandTable.EMPTY
        .with("status", "show cluster status", commands::status)
        .with("health", "show cluster health", commands::health)
        .with("fsid", "show cluster FSID/UUID", commands::fsid)
        .with("version", "show mon daemon version", commands::version)
        .with("mon dump", "dump formatted monmap", commands::monDump)
        .with("mon stat", "summarize monitor status", commands::monStat)
        .with("quorum_status", "report status of monitor quorum", commands::quorumStatus);
  }

  /** Returns what MPing is answered with. */
  static String ping(MonMap map) {
    StandardCommands commands = new StandardCommands(map);
    return Json.write(
        json -> {
          json.writeStartObject();
          commands.writeHealth(json);
          json.writeObjectFieldStart("mon_status");
          commands.writeQuorum(json);
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private CommandAnswer status(Command command) {
    if (!command.wantsJson()) {
      return CommandAnswer.of(
          """
            cluster:
              id:     %s
              health: HEALTH_OK

            services:
              mon: 1 daemons, quorum %s
              mgr: no daemons active
              osd: 0 osds: 0 up, 0 in

            data:
              pools:   0 pools, 0 pgs
              objects: 0 objects, 0 B
              usage:   0 B used, 0 B / 0 B avail
              pgs:

          """
              .formatted(map.fsid(), name()));
    }
    return Json.object(
        json -> {
          json.writeStringField("fsid", map.fsid().toString());
          writeHealth(json);
          writeQuorum(json);
          json.writeObjectFieldStart("monmap");
          json.writeNumberField("epoch", map.epoch());
          json.writeStringField("min_mon_release_name", RELEASE);
          json.writeNumberField("num_mons", map.ranks().size());
          json.writeEndObject();
          json.writeObjectFieldStart("osdmap");
          json.writeNumberField("epoch", EmptyOsdMap.EPOCH);
          json.writeNumberField("num_osds", 0);
          json.writeNumberField("num_up_osds", 0);
          json.writeNumberField("num_in_osds", 0);
          json.writeEndObject();
          json.writeObjectFieldStart("mgrmap");
          json.writeBooleanField("available", false);
          json.writeNumberField("num_standbys", 0);
          json.writeEndObject();
        });
  }

  private CommandAnswer health(Command command) {
    return command.wantsJson()
        ? Json.object(this::writeHealthMembers)
        : CommandAnswer.of("HEALTH_OK\n");
  }

  private CommandAnswer fsid(Command command) {
    UUID fsid = map.fsid();
    return command.wantsJson()
        ? Json.object(json -> json.writeStringField("fsid", fsid.toString()))
        : CommandAnswer.of(fsid + "\n");
  }

  private CommandAnswer version(Command command) {
    return command.wantsJson()
        ? Json.object(json -> json.writeStringField("version", VERSION))
        : CommandAnswer.of(VERSION + "\n");
  }

  private CommandAnswer quorumStatus(Command command) {
    return Json.object(this::writeQuorum);
  }

  private CommandAnswer monStat(Command command) {
    return CommandAnswer.of(
        "e%d: 1 mons at {%s=%s}, election epoch 1, leader 0 %s, quorum 0 %s%n"
            .formatted(map.epoch(), name(), addresses(), name(), name()));
  }

  private CommandAnswer monDump(Command command) {
    String status = "dumped monmap epoch " + map.epoch();
    String text =
        command.wantsJson()
            ? Json.write(
                json -> {
                  json.writeStartObject();
                  writeMap(json);
                  json.writeEndObject();
                })
            : """
              epoch %d
              fsid %s
              last_changed %s
              created %s
              min_mon_release %d (%s)
              election_strategy: %d
              0: %s mon.%s
              """
                .formatted(
                    map.epoch(),
                    map.fsid(),
                    map.lastChanged(),
                    map.created(),
                    map.minMonRelease(),
                    RELEASE,
                    map.electionStrategy(),
                    addresses(),
                    name());
    return new CommandAnswer(0, status, CommandAnswer.of(text).output());
  }

  private void writeMap(JsonGenerator json) throws IOException {
    json.writeNumberField("epoch", map.epoch());
    json.writeStringField("fsid", map.fsid().toString());
    json.writeStringField("modified", map.lastChanged().toString());
    json.writeStringField("created", map.created().toString());
    json.writeNumberField("min_mon_release", map.minMonRelease());
    json.writeArrayFieldStart("mons");
    int rank = 0;
    for (Map.Entry<String, MonInfo> monitor : map.monitors().entrySet()) {
      json.writeStartObject();
      json.writeNumberField("rank", rank++);
      json.writeStringField("name", monitor.getKey());
      json.writeStringField("addr", monitor.getValue().addresses().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("quorum");
    json.writeNumber(0);
    json.writeEndArray();
  }

  private void writeQuorum(JsonGenerator json) throws IOException {
    json.writeNumberField("election_epoch", 1);
    json.writeArrayFieldStart("quorum");
    json.writeNumber(0);
    json.writeEndArray();
    json.writeArrayFieldStart("quorum_names");
    json.writeString(name());
    json.writeEndArray();
    json.writeStringField("quorum_leader_name", name());
  }

  private void writeHealth(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("health");
    writeHealthMembers(json);
    json.writeEndObject();
  }

  private void writeHealthMembers(JsonGenerator json) throws IOException {
    json.writeStringField("status", "HEALTH_OK");
    json.writeObjectFieldStart("checks");
    json.writeEndObject();
    json.writeArrayFieldStart("mutes");
    json.writeEndArray();
  }

  private String name() {
    return map.ranks().get(0);
  }

  private String addresses() {
    return map.monitors().get(name()).addresses().toString();
  }
}
