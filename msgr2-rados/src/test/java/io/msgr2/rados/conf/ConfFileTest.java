// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfFileTest {

  @Test
  void reads_sections_and_settings() {
    ConfFile file =
        parse("# site\n[global]\n\tmon host = a,b\n[client.admin] ; the one\nkeyring=/k # here\n");

    assertThat(file.sections()).containsExactly("global", "client.admin");
    assertThat(file.get("global", "mon_host")).contains("a,b");
    assertThat(file.get("client.admin", "keyring")).contains("/k");
    assertThat(file.get("client.admin", "mon_host")).isEmpty();
    assertThat(file.get("client", "keyring")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log_file", "log file", "log-file", "  log \t  file ", "log_ file"})
  void takes_blanks_dashes_and_underscores_in_names_for_the_same(String name) {
    ConfFile file = parse("[global]\n" + name + " = x\n");

    if (name.equals("log_ file")) {
      assertThat(file.get("global", "log__file")).contains("x");
    } else {
      assertThat(file.get("global", "log_file")).contains("x");
      assertThat(file.get("global", "log file")).contains("x");
      assertThat(file.get("global", "log-file")).contains("x");
    }
  }

  @Test
  void keeps_the_case_of_names() {
    assertThat(parse("[global]\nLog_File = x\n").get("global", "log_file")).isEmpty();
  }

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of("plain", "plain"),
        Arguments.of("  a b\tc  ", "a b\tc"),
        Arguments.of("", ""),
        Arguments.of("a=b", "a=b"),
        Arguments.of("a ; comment", "a"),
        Arguments.of("a#comment", "a"),
        Arguments.of("  \\# a b\\ c \\\\ \\q  # d", "# a b c \\ q"),
        Arguments.of("abc \\\n   def\\\nghi ; t", "abc    defghi"),
        Arguments.of("abc \\\r\n def", "abc  def"),
        Arguments.of("\\\n abc", "abc"),
        Arguments.of("\"a b  \" ; c", "a b"),
        Arguments.of("' a b  '", "a b"),
        Arguments.of("a'b'", "a'b'"),
        Arguments.of("\"a'b\\\\c\" ", "a'b\\c"),
        Arguments.of("\"a\\\"b\"", "a\"b"),
        Arguments.of("'a\\#b\\;'", "a#b;"),
        Arguments.of("\"\"", ""),
        Arguments.of("[v2:192.0.2.1:3300]", "[v2:192.0.2.1:3300]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void reads_a_value(String written, String meant) {
    for (String end : new String[] {"\n", "\r\n", "", "\nnext = x\n"}) {
      ConfFile file = parse("[global]\noption = " + written + end);
      assertThat(file.get("global", "option")).as("%s%s", written, end).contains(meant);
    }
  }

  @Test
  void lets_the_last_of_several_settings_count_across_sections_of_one_name() {
    ConfFile file = parse("[global]\na = 1\nb = 1\na = 2\n[mon]\n[global]\nb = 3\n");

    assertThat(file.get("global", "a")).contains("2");
    assertThat(file.get("global", "b")).contains("3");
    assertThat(file.sections()).containsExactly("global");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \n\n", "# c\n\n  \n", "; c", "[global]", "[global]\n # c\n"})
  void accepts_a_file_without_settings(String text) {
    assertThat(parse(text).get("global", "a")).isEmpty();
  }

  @Test
  void accepts_indented_headings() {
    ConfFile file = parse("\n  [global]\n  a = 1\n  [client]\n  a = 2\n");

    assertThat(file.get("client", "a")).contains("2");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of("a = 1", "1:1", "a [section]"),
        Arguments.of("[]", "1:2", "the name of a section"),
        Arguments.of("[global", "1:8", "']'"),
        Arguments.of("[glo#bal]", "1:5", "']'"),
        Arguments.of("[global] x", "1:10", "the end of the line"),
        Arguments.of("[global]\na", "2:2", "'=' after the name of an option"),
        Arguments.of("[global]\na # = 1", "2:3", "'=' after the name of an option"),
        Arguments.of("[global]\na[b = 1", "2:2", "'=' after the name of an option"),
        Arguments.of("[global]\n\n  = 1", "3:3", "the name of an option"),
        Arguments.of("[global]\na = 'x", "2:7", "closing quote '"),
        Arguments.of("[global]\na = 'x\nb = 1'", "2:7", "closing quote '"),
        Arguments.of("[global]\na = 'x\\\nb = 1'", "2:7", "closing quote '"),
        Arguments.of("[global]\na = 1\nb = \"x;y\"", "3:7", "closing quote \""),
        Arguments.of("[global]\na = \"x\" y", "2:9", "the end of the line"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void refuses_what_is_no_configuration_and_says_where(String text, String where, String expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfException.class)
        .hasMessageStartingWith("test:" + where + ": expected " + expected);
  }

  @Test
  void reads_a_file_and_names_it_in_errors(@TempDir Path directory) throws IOException {
    Path good = Files.writeString(directory.resolve("good.conf"), "[global]\na = ü\n");
    Path bad = Files.writeString(directory.resolve("bad.conf"), "[global]\na\n");
    Path latin1 = Files.write(directory.resolve("latin1.conf"), new byte[] {'#', (byte) 0xfc});

    assertThat(ConfFile.read(good).get("global", "a")).contains("ü");
    assertThatThrownBy(() -> ConfFile.read(bad)).hasMessageContaining(bad + ":2:2");
    assertThatThrownBy(() -> ConfFile.read(latin1)).hasMessage(latin1 + " is no UTF-8 text");
    assertThatThrownBy(() -> ConfFile.read(directory))
        .isInstanceOfSatisfying(
            ConfException.class, e -> assertThat(e.errno()).isEqualTo(ConfException.EIO));
  }

  private static ConfFile parse(String text) {
    return ConfFile.parse(text, "test");
  }
}
