// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.msgr2.HostileInput;
import io.msgr2.Seed;
import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CephxKeyTest {
  private final Random random = Seed.random("CephxKeyTest");

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void what_is_sealed_is_opened_whatever_its_length(KeyType type) {
    CephxKey key = key(type);
    for (int length = 0; length < 100; length++) {
      byte[] content = new byte[length];
      random.nextBytes(content);

      byte[] sealed = key.seal(KeyUsage.TICKET_INFO, writing(content), random);

      assertThat(key.open(KeyUsage.TICKET_INFO, sealed, CephxKeyTest::rest))
          .containsExactly(content);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void another_key_does_not_open(KeyType type) {
    byte[] sealed = key(type).seal(KeyUsage.AUTHORIZE, writing(new byte[20]), random);

    assertNotOpened(key(type), KeyUsage.AUTHORIZE, sealed);
    for (KeyType other : KeyType.values()) {
      assertNotOpened(key(other), KeyUsage.AUTHORIZE, sealed);
    }
  }

  @Test
  void a_key_of_the_new_type_does_not_open_what_was_sealed_for_something_else() {
    CephxKey key = key(KeyType.AES256K);
    for (KeyUsage sealedFor : KeyUsage.values()) {
      byte[] sealed = key.seal(sealedFor, writing(new byte[20]), random);
      for (KeyUsage usage : KeyUsage.values()) {
        if (usage != sealedFor) {
          assertNotOpened(key, usage, sealed);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void what_is_cut_is_not_opened(KeyType type) {
    CephxKey key = key(type);
    byte[] sealed = key.seal(KeyUsage.AUTHORIZE, writing(new byte[20]), random);
    for (int length = 0; length < sealed.length; length++) {
      assertNotOpened(key, KeyUsage.AUTHORIZE, Arrays.copyOf(sealed, length));
    }
  }

  @Test
  void a_key_of_the_new_type_opens_nothing_with_a_flipped_bit() {
    CephxKey key = key(KeyType.AES256K);
    byte[] sealed = key.seal(KeyUsage.AUTHORIZE, writing(new byte[20]), random);
    for (int bit = 0; bit < sealed.length * Byte.SIZE; bit++) {
      byte[] flipped = sealed.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertNotOpened(key, KeyUsage.AUTHORIZE, flipped);
    }
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void content_has_to_be_read_to_its_end(KeyType type) {
    CephxKey key = key(type);
    byte[] sealed = key.seal(KeyUsage.AUTHORIZE, writing(new byte[9]), random);

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> key.open(KeyUsage.AUTHORIZE, sealed, WireReader::u64))
        .withMessageContaining("1 unexpected bytes");
  }

  @Test
  void a_key_of_the_new_type_never_seals_the_same_way_twice() {
    CephxKey key = key(KeyType.AES256K);

    assertThat(key.seal(KeyUsage.AUTHORIZE, writing(new byte[20]), random))
        .isNotEqualTo(key.seal(KeyUsage.AUTHORIZE, writing(new byte[20]), random));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_short_secret_makes_no_key(KeyType type) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CephxKey(type, Instant.EPOCH, Secret.copyOf(new byte[type.secretBytes() - 1])));
  }

  @Test
  void bytes_after_a_key_are_ignored_as_ceph_does() {
    String text =
        Base64.getEncoder()
            .encodeToString(
                HostileInput.bytes(
                    "01000100000002000000 1000 000102030405060708090a0b0c0d0e0f ffff"));

    assertThat(CephxKey.parse(text).secret().length()).isEqualTo(16);
  }

  private CephxKey key(KeyType type) {
    return CephxKey.generate(type, Instant.EPOCH, random);
  }

  private static void assertNotOpened(CephxKey key, KeyUsage usage, byte[] sealed) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> key.open(usage, sealed, CephxKeyTest::rest))
        .withMessageContaining(usage + " was not sealed with the expected key");
  }

  private static Consumer<WireWriter> writing(byte[] content) {
    return writer -> writer.bytes(content);
  }

  private static byte[] rest(WireReader reader) {
    return reader.bytes(reader.remaining());
  }
}
