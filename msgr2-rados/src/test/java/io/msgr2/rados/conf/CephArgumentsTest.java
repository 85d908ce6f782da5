// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.address.EntityName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CephArgumentsTest {

  @Test
  void takes_the_options_that_all_tools_have() {
    CephArguments arguments =
        parse("-c", "x.conf", "--cluster", "site", "-n", "client.a", "-m", "h", "-k", "ring");

    assertThat(arguments.conf()).contains("x.conf");
    assertThat(arguments.cluster()).contains("site");
    assertThat(arguments.name()).contains(EntityName.client("a"));
    assertThat(arguments.options()).isEqualTo(Map.of("mon_host", "h", "keyring", "ring"));
    assertThat(arguments.rest()).isEmpty();
  }

  @Test
  void takes_long_names_with_values_behind_an_equals_sign() {
    CephArguments arguments =
        parse("--conf=x.conf", "--cluster=site", "--name=osd.3", "--mon-host=v2:h:1=2");

    assertThat(arguments.conf()).contains("x.conf");
    assertThat(arguments.cluster()).contains("site");
    assertThat(arguments.name()).contains(EntityName.osd(3));
    assertThat(arguments.options()).isEqualTo(Map.of("mon_host", "v2:h:1=2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--ms-mon-client-mode", "--ms_mon_client_mode", "--ms-mon_client-mode"})
  void takes_dashes_and_underscores_for_the_same(String option) {
    Map<String, String> expected = Map.of("ms_mon_client_mode", "crc");
    assertThat(parse(option, "crc").options()).isEqualTo(expected);
    assertThat(parse(option + "=crc").options()).isEqualTo(expected);
  }

  @Test
  void takes_an_id_for_the_entity_type_so_far() {
    assertThat(parse("--id", "x").name()).contains(EntityName.client("x"));
    assertThat(parse("--user=x").name()).contains(EntityName.client("x"));
    assertThat(parse("-n", "osd.1", "--id", "2").name()).contains(EntityName.osd(2));
    assertThat(parse("--id", "2", "-n", "client.y").name()).contains(EntityName.client("y"));
  }

  @Test
  void lets_the_last_of_several_count() {
    assertThat(parse("-m", "a", "--mon-host=b").options()).containsEntry("mon_host", "b");
    assertThat(parse("-c", "a", "--conf", "b").conf()).contains("b");
  }

  @Test
  void passes_over_options_that_mean_nothing_here() {
    CephArguments arguments =
        parse("--log-to-stderr", "--debug-ms", "1", "--no-mon-config", "-m", "h", "osd", "dump");

    assertThat(arguments.options())
        .isEqualTo(
            Map.of(
                "log_to_stderr",
                "true",
                "debug_ms",
                "1",
                "no_mon_config",
                "true",
                "mon_host",
                "h"));
    assertThat(arguments.rest()).containsExactly("osd", "dump");
  }

  @Test
  void stops_at_a_double_dash() {
    CephArguments arguments = parse("status", "--", "-m", "x");

    assertThat(arguments.options()).isEmpty();
    assertThat(arguments.rest()).containsExactly("status", "-m", "x");
  }

  @Test
  void splits_the_variable_at_blanks_and_knows_no_quotes() {
    CephArguments arguments = CephArguments.ofVariable("  --id  x   --keyring 'a\t--key b' ");

    assertThat(arguments.name()).contains(EntityName.client("x"));
    assertThat(arguments.options()).isEqualTo(Map.of("keyring", "'a", "key", "b'"));
    assertThat(CephArguments.ofVariable("")).isEqualTo(parse());
  }

  @Test
  void shows_no_values_of_options_and_no_words() {
    assertThat(parse("--key", "AQsecret==", "--id", "x", "config-key", "set", "k", "secret"))
        .hasToString(
            "CephArguments[conf none, cluster none, name client.x, options [key], 4 words]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-c", "--cluster", "-n", "--id", "-m", "-k", "-K", "--mon-host"})
  void refuses_an_option_without_its_value(String option) {
    assertThatThrownBy(() -> parse("status", option))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining(option.equals("--mon-host") ? "--mon_host" : option)
        .hasMessageContaining("needs a value");
  }

  @Test
  void refuses_a_name_without_a_type() {
    assertThatThrownBy(() -> parse("-n", "admin"))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("'admin' is no entity name");
  }

  private static CephArguments parse(String... words) {
    return CephArguments.parse(List.of(words));
  }
}
