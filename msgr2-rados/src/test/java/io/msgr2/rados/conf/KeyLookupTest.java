// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.msgr2.auth.cephx.crypto.CephxKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyLookupTest {
  private static final String ONE = "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==";
  private static final String TWO = "AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @TempDir private Path directory;

  @Test
  void prefers_the_option_to_the_keyfile_to_the_keyring() throws IOException {
    Files.writeString(directory.resolve("file"), "  " + TWO + "\n");
    Files.writeString(directory.resolve("ring"), "[client.admin]\nkey = " + ONE + "\n");

    KeyLookup ring = KeyLookup.of(builder().option(CephOption.KEYRING, "none,ring").load());
    assertThat(ring.key()).contains(CephxKey.parse(ONE));
    assertThat(ring.origin()).isEqualTo("keyring " + directory.resolve("ring"));

    KeyLookup file =
        KeyLookup.of(
            builder().option(CephOption.KEYRING, "ring").option(CephOption.KEYFILE, "file").load());
    assertThat(file.key()).contains(CephxKey.parse(TWO));
    assertThat(file.origin()).isEqualTo("keyfile " + directory.resolve("file"));

    KeyLookup option =
        KeyLookup.of(
            builder().option(CephOption.KEY, ONE).option(CephOption.KEYFILE, "file").load());
    assertThat(option.key()).contains(CephxKey.parse(ONE));
    assertThat(option.toString()).doesNotContain(ONE);
  }

  @Test
  void says_where_it_found_no_key() throws IOException {
    Files.writeString(directory.resolve("ring"), "[client.x]\nkey = " + ONE + "\n");

    KeyLookup nothing = KeyLookup.of(builder().option(CephOption.KEYRING, "a,b").load());
    assertThat(nothing.key()).isEmpty();
    assertThat(nothing.origin())
        .isEqualTo(
            "there is no keyring, looked for "
                + directory.resolve("a")
                + ", "
                + directory.resolve("b"));

    KeyLookup other = KeyLookup.of(builder().option(CephOption.KEYRING, "ring").load());
    assertThat(other.key()).isEmpty();
    assertThat(other.origin())
        .isEqualTo(
            "keyring "
                + directory.resolve("ring")
                + " has no key of client.admin, it is about [client.x]");
  }

  @Test
  void refuses_what_is_no_key_without_repeating_it() throws IOException {
    Files.writeString(directory.resolve("bad"), "[client.admin]\nkey = s3cret\n");

    for (CephOption option : new CephOption[] {CephOption.KEY, CephOption.KEYRING}) {
      String value = option == CephOption.KEY ? "s3cret" : "bad";
      assertThatThrownBy(() -> KeyLookup.of(builder().option(option, value).load()))
          .isInstanceOf(ConfException.class)
          .hasMessageNotContaining("s3cret");
    }
    assertThatThrownBy(() -> KeyLookup.of(builder().option(CephOption.KEYFILE, "none").load()))
        .isInstanceOf(ConfException.class)
        .hasMessageContaining("cannot read " + directory.resolve("none"));
  }

  private CephConfig.Builder builder() {
    return CephConfig.builder().environment(new Environment(Map.of(), directory, "machine"));
  }
}
