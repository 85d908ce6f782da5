// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.HostileInput;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.Captured;
import io.msgr2.auth.cephx.ScriptedRandom;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.codec.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealed structures against values computed by other implementations. */
@Tag("vectors")
class SealedStructuresVectorsTest {
  private static final long NONCE = 0x2122232425262728L;
  private static final long CHALLENGE = 0x0102030405060708L;
  private static final CephxKey AES = CephxKey.parse("AQABAAAAAgAAABAAAAECAwQFBgcICQoLDA0ODw==");
  private static final CephxKey AES256K =
      CephxKey.parse("AgABAAAAAgAAACAAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  private static final Secret SECRET_00_TO_3F = Secret.copyOf(ascending(0, 64));
  private static final RandomGenerator CONFOUNDERS = new ScriptedRandom();

  @Test
  void an_authorize_sealed_with_an_aes_key() {
    Authorize authorize = new Authorize(NONCE, OptionalLong.of(CHALLENGE + 1));

    assertThat(prefixed(AES, KeyUsage.AUTHORIZE, authorize::write))
        .asHexString()
        .isEqualToIgnoringCase(
            "200000003337299b972dfb508e43047d768b178ca849cf2076fd63e482c39fbd3c5e9b80");
  }

  static Stream<Arguments> sealedWithAes256k() {
    CephxKey sessionKey =
        new CephxKey(
            KeyType.AES256K, Instant.ofEpochSecond(3, 4), Secret.copyOf(ascending(0x80, 32)));
    return Stream.of(
        vector(
            KeyUsage.AUTHORIZE,
            new Authorize(NONCE, OptionalLong.empty())::write,
            "43000000b04813e1de6b4a4ef679c63b734397ec8dd1d61ffdbd1121371c12d91d13292a761957fa"
                + "5fff2faba25bf478903c13b4ffa6f37054b8efd7aa59098361c545a081b382"),
        vector(
            KeyUsage.AUTHORIZE,
            new Authorize(NONCE, OptionalLong.of(CHALLENGE + 1))::write,
            "43000000b04813e1de6b4a4ef679c63b734397ec883d2306fa8152ee15337c7312e85c7a761957fa"
                + "5fff2faba25bf4b6719e69ce65adb056175cd148a13a86f7b9c16e87e6b0a2"),
        vector(
            KeyUsage.AUTHORIZE_REPLY,
            new AuthorizeReply(NONCE + 1, Secret.EMPTY)::write,
            "3a0000000aa4e2f98ac194c2b7b37aee1b1fd496f608b9970f2b2cf9c659a16c3eaf187222b5003b"
                + "2e6961c8727c29df319e8e81fa453607d65cfe33c99b"),
        vector(
            KeyUsage.AUTHORIZE_REPLY,
            new AuthorizeReply(NONCE + 1, SECRET_00_TO_3F)::write,
            "7e0000000aa4e2f98ac194c2b7b37aee1b1fd496a07df06ee1fa138fd5cd5be7f9ed232c08d2acb5"
                + "56854dee8e16718ba9d125cfa3ac418e4856cff9720ca3fee208d3a9cfc20611a14c21d58297f1"
                + "dc4a2ad97fdd0fcbce36206e8f2804c66b6810c8615ee262458882b41061244599843854ce5dd1"
                + "3de2b89a5724a297f1579ba7"),
        vector(
            KeyUsage.CONNECTION_SECRET,
            writer -> writer.blob(new byte[0]),
            "35000000efe84b9789257988bbfdab6fef9fde6218692db732f4736924ccbfc8c6b02603cafb494c"
                + "2bf178e7a756b44e74ea27cbe4070901bc"),
        vector(
            KeyUsage.CONNECTION_SECRET,
            writer -> writer.blob(SECRET_00_TO_3F.reveal()),
            "7500000018692db732f4736924ccbfc8c6d1f9e0acdb9ed519944d22bfdd949558a6f4a4105d0bb3"
                + "6491c1dfb83c0d0ad25fd85fb75a85a90db0dbdadbb098e919112795790cabea46ae28318affbe"
                + "692a9a64eb7bce567c52f2c53e02ffa96dfcfae2c9fc91cbde17ee2b3029342121f6df9ef3348f"
                + "4ab02e"),
        vector(
            KeyUsage.SERVICE_TICKET,
            new ServiceTicket(sessionKey, Duration.ofHours(1))::write,
            "66000000ec563d6211c832afd33883647fec19ef705e0f3157c335676792093203f26837a1c03a46"
                + "0e142a88e50a63cfa3bc0ba9c6dea9e80fdec56342cc32d2596651c9d684b4e5dc579d6d665b4d"
                + "fa673a45d9546ace82f1bf296dfd1361ad68651e274513ef333e51"));
  }

  private static Arguments vector(KeyUsage usage, Consumer<WireWriter> content, String expected) {
    return Arguments.of(usage, content, expected);
  }

  @ParameterizedTest(name = "{0} {index}")
  @MethodSource("sealedWithAes256k")
  void structures_sealed_with_an_aes256k_key(
      KeyUsage usage, Consumer<WireWriter> content, String expected) {
    assertThat(prefixed(AES256K, usage, content)).asHexString().isEqualToIgnoringCase(expected);

    byte[] opened =
        AES256K.open(
            usage,
            HostileInput.reader(expected).blob(),
            reader -> reader.bytes(reader.remaining()));
    assertThat(opened).containsExactly(WireWriter.toBytes(content));
  }

  @Test
  void a_challenge_sealed_with_an_aes256k_key_has_no_length() {
    assertThat(
            AES256K.seal(
                KeyUsage.AUTHORIZE_CHALLENGE,
                new AuthorizeChallenge(CHALLENGE)::write,
                CONFOUNDERS))
        .asHexString()
        .isEqualToIgnoringCase(
            "255e91d142714540d59afbf91986a586aca4ce292061c8bb70c47a2244a68350df8e0aba1d6bd8de"
                + "0f7e4bfec1b0cd33d56e48987dfef1597792");
  }

  @Test
  void a_challenge_and_a_reply_that_a_monitor_sent_are_opened() {
    Captured captured = new Captured("captured-signed-logins.properties");

    AuthorizeChallenge challenge =
        captured
            .key()
            .open(
                KeyUsage.AUTHORIZE_CHALLENGE,
                captured.bytes("asMonitorPeer.authorizeChallenge"),
                AuthorizeChallenge::read);
    AuthorizeReply reply =
        captured
            .key()
            .open(
                KeyUsage.AUTHORIZE_REPLY,
                HostileInput.reader(captured.bytes("asMonitorPeer.authorizeReply")).blob(),
                AuthorizeReply::read);

    assertThat(challenge.challenge()).isEqualTo(captured.word("asMonitorPeer.challenge"));
    assertThat(reply)
        .isEqualTo(new AuthorizeReply(captured.word("asMonitorPeer.noncePlusOne"), Secret.EMPTY));
  }

  /** Sealed lengths that were seen with real peers, by usage: content, aes, aes256k. */
  @Test
  void sealed_structures_have_the_lengths_of_real_ones() {
    Map<KeyUsage, List<int[]>> lengths =
        Map.of(
            KeyUsage.CONNECTION_SECRET, List.of(new int[] {4, 16, 53}, new int[] {68, 80, 117}),
            KeyUsage.SERVICE_TICKET, List.of(new int[] {37, 48, 86}, new int[] {53, 64, 102}),
            KeyUsage.AUTHORIZE, List.of(new int[] {18, 32, 67}),
            KeyUsage.AUTHORIZE_CHALLENGE, List.of(new int[] {9, 32, 58}),
            KeyUsage.AUTHORIZE_REPLY, List.of(new int[] {9, 32, 58}, new int[] {77, 96, 126}));

    lengths.forEach(
        (usage, rows) -> {
          for (int[] row : rows) {
            Consumer<WireWriter> content = writer -> writer.bytes(new byte[row[0]]);
            assertThat(AES.seal(usage, content, CONFOUNDERS)).as("%s", usage).hasSize(row[1]);
            assertThat(AES256K.seal(usage, content, CONFOUNDERS)).as("%s", usage).hasSize(row[2]);
          }
        });
  }

  private static byte[] prefixed(CephxKey key, KeyUsage usage, Consumer<WireWriter> content) {
    return WireWriter.toBytes(writer -> writer.blob(key.seal(usage, content, CONFOUNDERS)));
  }

  private static byte[] ascending(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
