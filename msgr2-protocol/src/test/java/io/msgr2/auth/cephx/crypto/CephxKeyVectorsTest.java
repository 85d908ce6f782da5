// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.cephx.ScriptedRandom;
import io.msgr2.codec.WireWriter;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys against values computed by other implementations. */
@Tag("vectors")
class CephxKeyVectorsTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] SECRET_00_TO_1F =
      HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private static final String AES_TEXT = "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==";
  private static final String AES256K_TEXT =
      "AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @Test
  void keys_are_read_from_and_written_to_base64() {
    CephxKey aes = CephxKey.parse(AES_TEXT);
    CephxKey aes256k = CephxKey.parse(AES256K_TEXT);

    assertThat(aes.type()).isEqualTo(KeyType.AES);
    assertThat(aes.created()).isEqualTo(Instant.ofEpochSecond(1, 2));
    assertThat(aes.secret().reveal())
        .containsExactly(HEX.parseHex("000102030405060708090a0b0c0d0e0f"));
    assertThat(aes.toBase64()).isEqualTo(AES_TEXT);
    assertThat(aes256k.type()).isEqualTo(KeyType.AES256K);
    assertThat(aes256k.secret().reveal()).containsExactly(SECRET_00_TO_1F);
    assertThat(aes256k.toBase64()).isEqualTo(AES256K_TEXT);
    assertThat(WireWriter.toBytes(aes256k::write))
        .asHexString()
        .isEqualToIgnoringCase(
            "0200010000000200000020000001020304050607"
                + "08090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  }

  @ParameterizedTest
  @CsvSource({
    "AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==, e965f05925085d65",
    "AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=, 4ba253363beaaff3"
  })
  void challenges_are_answered(String key, String answer) {
    assertThat(CephxKey.parse(key).challengeAnswer(0x0102030405060708L, 0x1112131415161718L))
        .isEqualTo(Long.parseUnsignedLong(answer, 16));
  }

  @Test
  void an_aes_key_seals_without_randomness() {
    byte[] sealed =
        CephxKey.parse(AES_TEXT)
            .seal(
                KeyUsage.AUTHORIZE,
                writer -> writer.u64(0x0102030405060708L).u64(0x1112131415161718L),
                new ScriptedRandom());

    assertThat(sealed)
        .asHexString()
        .isEqualToIgnoringCase("7c19a641a749b86101b6faf3208ebe405b06e45ec29a0e047f59dd05f6e00385");
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECTION_SECRET, 985b5b365a844e7809a67722f1cb494e629e2adba63530a402581fc4c1fd362e,"
        + " 6c743c95a6e97f3e688a1616a0589d754d072e614d493556",
    "SERVICE_TICKET, d5dd0fc4ecb5792572994ff047adbc347c1abfec2eceec74fc4e69be182d2bed,"
        + " fbbcdfc9ff76a05446ef4806231051b25535ed240b91066a",
    "TICKET_BLOB, be3f39a8fc25c7f40a409c597688b0892ae8d23f0f311c5989b7b332b29c2acc,"
        + " b3d29dcc398d14b95e22bd3d95e724f177e8a27093ad5cc1",
    "AUTHORIZE, 186828cb2b1f2a6f6bfe848ba158c0742a8b1b7249addd061aa9c1db989f341b,"
        + " 39ed5fc5d6966921cc90085beb9d4531e43c8488eb7b38c7",
    "AUTHORIZE_CHALLENGE, 953238a9d46b6b7cce60af869418bed14bb46a0bf9e55558fbcdacdb2f56f937,"
        + " 442ca5f8be9cdf2b640af38d98f93e351431c58a76cadf95",
    "AUTHORIZE_REPLY, f3f3588de4d226be22c2cf32883e1f523d71540942e342a944ac3e03840e9de0,"
        + " 69fee35450efbeedeee38dcdf46bafbf2c94ed1739a20d0e",
    "ROTATING_SECRETS, cda1f1d34010a664acfd84a07457cc789a9ef5a0e807ab95a9e66e69a6ef94df,"
        + " 4adaa3ac0eb7dc2f78c55017ffb0c4496bd8223f69d799aa",
    "TICKET_INFO, 9e1852932c0390794293d997cb57fb5a6815c6bd4c27d8277bbb24b544483317,"
        + " f7285ea9ca38bfbcd86737805e5a37a9d0e6ee93a6ca6601"
  })
  void an_aes256k_key_derives_other_keys_for_each_usage(
      KeyUsage usage, String encryption, String integrity) throws Exception {
    assertThat(
            Aes256kCipher.derive(
                SECRET_00_TO_1F, usage.number(), Aes256kCipher.ENCRYPTION_PURPOSE, 32))
        .asHexString()
        .isEqualToIgnoringCase(encryption);
    assertThat(
            Aes256kCipher.derive(
                SECRET_00_TO_1F, usage.number(), Aes256kCipher.INTEGRITY_PURPOSE, 24))
        .asHexString()
        .isEqualToIgnoringCase(integrity);
  }

  @ParameterizedTest
  @CsvSource({
    "'', b04813e1de6b4a4ef679c63b734397ec12d2a26c5847f201bc50c2d217e8b8bac8ec9c0bcb671267",
    "616263, 521791d17a9c61a468be5876085365a0b0481377acd1dc6d56c8016a15e1b878d5bccae32e3219262f"
        + "d3d5",
    "404142434445464748494a4b4c4d4e4f, 110cdc03416dc3c62f7b85014c8bd817b04813e1de6b4a4ef679c63b"
        + "734397ec04916b224d7a9f72d62ff62a50bf19dd715066de33853a42",
    "404142434445464748494a4b4c4d4e4f50, b04813e1de6b4a4ef679c63b734397ecf541aa36e5118ab00245ae"
        + "5fb95b37ce1136ed47b3318fbd3e068a5b062c2ff43dc12de5be5559fffb",
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f, b04813e1de6b4a4ef679c63b"
        + "734397ec6ecc78586c30bf0b3833e145c919d70d110cdc03416dc3c62f7b85014c8bd8177fdfe3bf5b6ce"
        + "cfddd21b319a42cdd89fee465ed9745efb1"
  })
  void an_aes256k_key_encrypts_every_length(String plaintext, String ciphertext) throws Exception {
    byte[] encrypted =
        Aes256kCipher.INSTANCE.encrypt(
            SECRET_00_TO_1F, KeyUsage.AUTHORIZE, HEX.parseHex(plaintext), new ScriptedRandom());

    assertThat(encrypted).asHexString().isEqualToIgnoringCase(ciphertext);
    assertThat(Aes256kCipher.INSTANCE.decrypt(SECRET_00_TO_1F, KeyUsage.AUTHORIZE, encrypted))
        .asHexString()
        .isEqualToIgnoringCase(plaintext);
  }

  /** RFC 8009, appendix A, with a usage number that Ceph does not use. */
  @Test
  void the_derivation_of_keys_is_that_of_rfc_8009() throws Exception {
    byte[] base = HEX.parseHex("6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52");

    assertThat(Aes256kCipher.derive(base, 2, Aes256kCipher.ENCRYPTION_PURPOSE, 32))
        .asHexString()
        .isEqualToIgnoringCase("56ab22bee63d82d7bc5227f6773f8ea7a5eb1c825160c38312980c442e5c7e49");
    assertThat(Aes256kCipher.derive(base, 2, Aes256kCipher.INTEGRITY_PURPOSE, 24))
        .asHexString()
        .isEqualToIgnoringCase("69b16514e3cd8e56b82010d5c73012b622c4d00ffc23ed1f");
  }
}
