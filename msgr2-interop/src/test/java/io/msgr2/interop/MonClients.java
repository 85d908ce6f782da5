// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.msgr2.interop.cluster.Cluster;
import io.msgr2.rados.conf.CephConfig;
import io.msgr2.rados.mon.CommandReply;
import io.msgr2.rados.mon.MonClient;
import io.msgr2.rados.mon.MonException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Monitor clients, and what they are asked. */
final class MonClients {
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final ObjectMapper JSON = new ObjectMapper();

  private MonClients() {}

  /** Returns the configuration of the cluster's administrator. */
  static CephConfig.Builder config(Cluster cluster) {
    return CephConfig.builder().conf(cluster.conf().toString());
  }

  static MonClient connect(Cluster cluster) {
    return MonClient.connect(config(cluster).load(), LIMIT).join();
  }

  /** Runs a command that has JSON as its output. */
  static JsonNode ask(MonClient client, String command) {
    return json(client.command(Map.of("prefix", command, "format", "json"), LIMIT).join());
  }

  /** Asks the first OSD for its version. */
  static String osdVersion(MonClient client) {
    Map<String, String> command = Map.of("prefix", "version", "format", "json");
    return json(client.osdCommand(0, command, new byte[0], LIMIT).join()).path("version").asText();
  }

  static JsonNode json(CommandReply reply) {
    assertThat(reply.errno()).as(reply.status()).isZero();
    return json(new String(reply.output(), StandardCharsets.UTF_8));
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for something that is expected to fail, and returns why it did. */
  static MonException failure(CompletableFuture<?> future) {
    CompletionException failure = catchThrowableOfType(CompletionException.class, future::join);
    return (MonException) failure.getCause();
  }
}
