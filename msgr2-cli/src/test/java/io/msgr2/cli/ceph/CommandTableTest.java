// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.msgr2.cli.output.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The resources hold what monitors of two releases answer to get_command_descriptions, help texts
 * aside, and what Ceph's own tool of the same release makes of some command lines: the command that
 * it sends, or null where it refuses them.
 */
class CommandTableTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Stream<Arguments> cases() throws IOException {
    List<Arguments> cases = new ArrayList<>();
    for (String release : List.of("16.2.15", "20.2.4")) {
      JsonNode recorded = recorded(release);
      CommandTable table = table(recorded);
      for (JsonNode one : recorded.get("cases")) {
        List<String> words = new ArrayList<>();
        one.get("words").forEach(word -> words.add(word.asText()));
        cases.add(Arguments.of(release, words, table, one.get("command")));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("cases")
  void makes_of_words_what_cephs_own_tool_does(
      String release, List<String> words, CommandTable table, JsonNode expected)
      throws IOException {
    if (expected.isNull()) {
      assertThatThrownBy(() -> table.command(Words.of(words, List.of())))
          .isInstanceOfSatisfying(
              CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(22));
    } else {
      Map<String, Object> command = table.command(Words.of(words, List.of()));
      assertThat(JSON.readTree(JSON.writeValueAsBytes(command))).isEqualTo(expected);
      assertThat(command.keySet()).first().isEqualTo("prefix");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "config set who=osd name=debug_ms value=5",
    "config set name=debug_ms value=5 --who osd",
    "config set value=5 name=debug_ms who=osd",
    "config set osd debug_ms value=5",
    "config set osd name=debug_ms 5",
  })
  void takes_arguments_by_name(String line) throws IOException {
    assertThat(pacific().command(words(line)))
        .isEqualTo(Map.of("prefix", "config set", "who", "osd", "name", "debug_ms", "value", "5"));
  }

  @Test
  void takes_the_items_of_a_named_list_apart() throws IOException {
    assertThat(pacific().command(words("osd tree states=up,in")))
        .containsEntry("states", List.of("up", "in"));
  }

  @Test
  void takes_the_name_of_another_argument_as_text_where_only_that_makes_sense() throws IOException {
    assertThat(pacific().command(words("config-key set k key=v")))
        .containsEntry("key", "k")
        .containsEntry("val", "key=v");
    assertThat(pacific().command(words("osd crush add-bucket b rack name=c")))
        .containsEntry("name", "b")
        .containsEntry("args", List.of("name=c"));
  }

  @Test
  void refuses_to_guess_what_a_pair_is() throws IOException {
    assertThatThrownBy(() -> pacific().command(words("osd erasure-code-profile set p force=1")))
        .hasMessageContainingAll("ambiguous", "profile=[force=1]", "force=true");
    assertThatThrownBy(() -> pacific().command(words("config set value=5 osd debug_ms")))
        .hasMessageContainingAll("ambiguous", "value=5, who=osd", "who=value=5");
    Words verbatim =
        Words.of(List.of("osd", "erasure-code-profile", "set", "p"), List.of("force=1"));
    assertThat(pacific().command(verbatim)).containsEntry("profile", List.of("force=1"));
  }

  @Test
  void takes_words_after_two_dashes_as_they_are() throws IOException {
    Words words = Words.of(List.of("config-key", "set"), List.of("--key", "val=1"));
    assertThat(pacific().command(words))
        .containsEntry("key", "--key")
        .containsEntry("val", "val=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "osd pool create | missing argument <pool>",
        "osd dump x | argument epoch: 'x' is no whole number",
        "osd dump -1 | argument epoch: '-1' is less than 0",
        "osd dump 5 6 | unexpected argument '6'",
        "osd dump 99999999999999999999 | has more than 64 bits",
        "osd reweight 0 1.5 | argument weight: '1.5' is not from 0 to 1",
        "osd set nonsense | argument key: 'nonsense' is none of full, pause",
        "osd tree --nonsense | there is no option '--nonsense'",
        "osd tree --epoch | option --epoch needs a value",
        "osd tree sideways | no argument can be 'sideways': argument epoch: ",
        "osd tree --epoch 3 --epoch 4 | argument epoch is given twice",
        "osd erasure-code-profile set p! k=2 | argument name: '!' may not be in 'p!'",
        "osd new x | argument uuid: 'x' is no UUID",
        "osd blocklist add host | argument addr: 'host' is no IP address",
        "osd pool delete a a --yes-i-really-really-mean-it=maybe | neither true nor false",
      })
  void says_what_is_wrong_and_how_it_goes(String line, String complaint) throws IOException {
    List<String> name = List.of(line.split(" ", -1));
    assertThatThrownBy(() -> pacific().command(words(line)))
        .hasMessageContaining(complaint)
        .hasMessageContaining("\nusage: " + name.get(0) + " " + name.get(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "statsu | status",
        "osd pool crate foo | osd pool create <pool> [<pg_num:int>]",
        "osd pol ls | osd pool ls [detail]",
        "helth | health [detail]",
      })
  void suggests_what_is_closest(String line, String suggestion) throws IOException {
    assertThatThrownBy(() -> pacific().command(words(line)))
        .hasMessageStartingWith("there is no command '" + line + "'; the closest are\n  ")
        .hasMessageContaining("\n  " + suggestion);
  }

  @Test
  void suggests_ten_commands_at_most() throws IOException {
    assertThatThrownBy(() -> pacific().command(words("osd")))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(11));
  }

  @Test
  void suggests_nothing_where_nothing_is_close() throws IOException {
    assertThatThrownBy(() -> pacific().command(words("nonsense")))
        .hasMessage("there is no command 'nonsense'");
  }

  @Test
  void lists_the_commands_that_begin_with_words() throws IOException {
    assertThat(pacific().usages(words("mon feature")))
        .containsExactly(
            "mon feature ls [--with-value]",
            "mon feature set <feature_name> [--yes-i-really-mean-it]");
    assertThat(pacific().usages(words(""))).hasSizeGreaterThan(250).isSorted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"cmd0\": 1}",
        "{\"cmd0\": {\"sig\": \"status\"}}",
        "{\"cmd0\": {\"sig\": [1]}}",
        "{\"cmd0\": {\"sig\": [{\"type\": \"CephInt\", \"range\": \"many\"}]}}",
        "{\"cmd0\": {\"flags\": \"many\"}}",
        "{\"cmd0\": {\"sig\": [\"status\"",
      })
  void refuses_descriptions_that_are_none(String text) {
    assertThatThrownBy(() -> CommandDescriptions.parse(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void passes_over_what_is_new_in_descriptions() throws IOException {
    String text =
        "{\"cmd0\": {\"sig\": [\"x\", {\"name\": \"a\", \"type\": \"CephNew\", \"more\": [1]}],"
            + " \"news\": {\"a\": [1]}, \"flags\": 1024}}";
    CommandTable table =
        new CommandTable(CommandDescriptions.parse(text.getBytes(StandardCharsets.UTF_8)));
    assertThat(table.command(words("x y"))).containsEntry("a", "y");
  }

  private static CommandTable pacific() throws IOException {
    return table(recorded("16.2.15"));
  }

  private static CommandTable table(JsonNode recorded) throws IOException {
    byte[] descriptions = JSON.writeValueAsBytes(recorded.get("descriptions"));
    return new CommandTable(CommandDescriptions.parse(descriptions));
  }

  private static JsonNode recorded(String release) throws IOException {
    String name = "commands-" + release + ".json";
    try (InputStream in = CommandTableTest.class.getResourceAsStream(name)) {
      return JSON.readTree(in);
    }
  }

  private static Words words(String line) {
    return Words.of(
        Arrays.stream(line.split(" ", -1)).filter(word -> !word.isEmpty()).toList(), List.of());
  }
}
