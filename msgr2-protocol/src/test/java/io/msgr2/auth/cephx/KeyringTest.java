// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTest {
  private static final String AES_KEY = "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==";
  private static final String AES256K_KEY =
      "AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final EntityName ADMIN = EntityName.client("admin");

  @Test
  void what_the_tools_write_is_read_and_written_back_the_same() {
    String text =
        "[client.admin]\n"
            + "\tkey = "
            + AES256K_KEY
            + "\n"
            + "\tcaps mds = \"allow *\"\n"
            + "\tcaps mon = \"profile rbd, allow command \\\"osd blocklist\\\"\"\n"
            + "[mon.]\n"
            + "\tkey = "
            + AES_KEY
            + "\n"
            + "\tcaps mon = \"allow *\"\n";

    Keyring keyring = Keyring.parse(text);

    assertThat(keyring.key(ADMIN)).map(CephxKey::type).contains(KeyType.AES256K);
    assertThat(keyring.key(new EntityName(EntityType.MON, "")))
        .map(CephxKey::type)
        .contains(KeyType.AES);
    assertThat(keyring.entries().get(ADMIN).caps())
        .containsEntry("mds", "allow *")
        .containsEntry("mon", "profile rbd, allow command \"osd blocklist\"");
    assertThat(keyring.toText()).isEqualTo(text);
  }

  @Test
  void any_caps_survive_being_written_and_read() {
    Map<String, String> caps =
        Map.of("mon", "a \"b\" 'c' # d ; e \\ f = [g]", "osd", "", "mgr", "allow r # x");
    Keyring written =
        new Keyring(Map.of(ADMIN, new Keyring.Entry(Optional.of(CephxKey.parse(AES_KEY)), caps)));

    assertThat(Keyring.parse(written.toText()).entries()).isEqualTo(written.entries());
  }

  @Test
  void names_may_hold_what_means_something_in_the_text() {
    Keyring written =
        new Keyring(
            Map.of(
                EntityName.client("a]b[c\\d#e;f\rg\nh"),
                new Keyring.Entry(Optional.empty(), Map.of("mon", "allow *"))));
    assertThat(Keyring.parse(written.toText()).entries()).isEqualTo(written.entries());
  }

  @Test
  void comments_quotes_underscores_auid_and_global_are_accepted() {
    Keyring keyring =
        Keyring.parse(
            "# a comment\n"
                + "\n"
                + "[global]\n"
                + "anything = goes\n"
                + "[client.admin] ; another\n"
                + "  auid = 0\n"
                + "  key=\""
                + AES_KEY
                + "\" # quoted\n"
                + "caps_mon = allow r\n"
                + "caps _ osd = 'allow rw'");

    assertThat(keyring.entries().keySet()).containsExactly(ADMIN);
    assertThat(keyring.key(ADMIN)).isPresent();
    assertThat(keyring.entries().get(ADMIN).caps())
        .isEqualTo(Map.of("mon", "allow r", "osd", "allow rw"));
  }

  @Test
  void of_two_sections_for_the_same_entity_the_later_settings_count() {
    Keyring keyring =
        Keyring.parse(
            "[client.admin]\nkey = "
                + AES_KEY
                + "\ncaps mon = allow r\n"
                + "[client.admin]\nkey = "
                + AES256K_KEY
                + "\n");

    assertThat(keyring.key(ADMIN)).map(CephxKey::type).contains(KeyType.AES256K);
    assertThat(keyring.entries().get(ADMIN).caps()).containsEntry("mon", "allow r");
  }

  @Test
  void an_entity_that_is_not_there_has_no_key() {
    assertThat(Keyring.parse("").key(ADMIN)).isEmpty();
    assertThat(Keyring.parse("[client.admin]\ncaps mon = allow r\n").key(ADMIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pending key = " + AES_KEY,
        "pending_key = " + AES_KEY,
        "secret = x",
        "caps = allow *",
        "caps_ = allow *",
        AES_KEY,
        "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw",
        "key = AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0!",
        "key = AQABAAAAAgAAABAAAAECAwQFBgcICQo=",
        "key =",
        "key = AwABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==",
        "key = AgABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==",
        "key = AQAAAAAAAAAAAAAA"
      })
  void a_bad_line_is_named_and_never_repeated(String line) {
    assertThatExceptionOfType(KeyringException.class)
        .isThrownBy(() -> Keyring.parse("[client.admin]\n\n" + line + "\n"))
        .satisfies(e -> assertThat(e.line()).isEqualTo(3))
        .withMessageStartingWith("line 3: ")
        .withMessageNotContaining("AQABAAAA")
        .withMessageNotContaining("DA0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[admin]\nkey = x\n", "[user.admin]\nkey = x\n", "[]\n", "key = x\n"})
  void a_section_has_to_be_named_after_an_entity(String text) {
    assertThatExceptionOfType(KeyringException.class).isThrownBy(() -> Keyring.parse(text));
  }

  @Test
  void printing_shows_names_only() {
    Keyring keyring = Keyring.parse("[client.admin]\nkey = " + AES_KEY + "\n");

    assertThat(keyring).hasToString("Keyring[client.admin]");
    assertThat(keyring.entries().toString()).doesNotContain("AQAB").doesNotContain("DA0O");
  }
}
