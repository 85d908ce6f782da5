// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.msgr2.HostileInput;
import io.msgr2.address.EntityName;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.ScriptedRandom;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StructuresTest {
  private static final Instant CREATED = Instant.ofEpochSecond(1_800_000_000, 123_456_789);
  private static final CephxKey AES = CephxKey.generate(KeyType.AES, CREATED, new ScriptedRandom());
  private static final CephxKey AES256K =
      CephxKey.generate(KeyType.AES256K, CREATED, new ScriptedRandom());
  private static final TicketBlob BLOB = new TicketBlob(7, new byte[] {1, 2, 3});
  private static final AuthTicket TICKET =
      new AuthTicket(
          EntityName.client("admin"),
          4711,
          CREATED,
          CREATED.plusSeconds(3600),
          new AuthCaps(false, new byte[] {4, 5}));

  /** A structure, and the two halves of its encoding. */
  record Sample<T>(T value, Function<WireReader, T> reader, BiConsumer<T, WireWriter> writer) {
    byte[] bytes() {
      return bytes(value);
    }

    byte[] bytes(T of) {
      return WireWriter.toBytes(to -> writer.accept(of, to));
    }

    void assertSurvivesTheWire() {
      assertThat(bytes(WireReader.fromBytes("sample", bytes(), reader))).containsExactly(bytes());
    }

    void assertDamageHandled() {
      HostileInput.expectEveryDamageHandled(bytes(), reader, this::bytes);
    }

    @Override
    public String toString() {
      return value.getClass().getSimpleName();
    }
  }

  static Stream<Sample<?>> samples() {
    Authorizer authorizer =
        Authorizer.of(
            4711, 4, BLOB, AES, new Authorize(1, OptionalLong.empty()), new ScriptedRandom());
    LoginRequest login = new LoginRequest(EntityName.client("admin"), 4711);
    ServiceTicket ticket = new ServiceTicket(AES256K, Duration.ofDays(3));
    AuthorizeReply secure = new AuthorizeReply(6, Secret.copyOf(new byte[64]));
    return Stream.of(
        new Sample<>(AES, CephxKey::read, CephxKey::write),
        new Sample<>(AES256K, CephxKey::read, CephxKey::write),
        new Sample<>(login, LoginRequest::read, LoginRequest::write),
        new Sample<>(new ServerChallenge(-2), ServerChallenge::read, ServerChallenge::write),
        new Sample<>(BLOB, TicketBlob::read, TicketBlob::write),
        new Sample<>(new Authenticate(1, -2, BLOB, 0x35), Authenticate::read, Authenticate::write),
        new Sample<>(ticket, ServiceTicket::read, ServiceTicket::write),
        new Sample<>(new AuthCaps(true, new byte[0]), AuthCaps::read, AuthCaps::write),
        new Sample<>(TICKET, AuthTicket::read, AuthTicket::write),
        new Sample<>(new TicketInfo(TICKET, AES), TicketInfo::read, TicketInfo::write),
        new Sample<>(authorizer, Authorizer::read, Authorizer::write),
        new Sample<>(new Authorize(1, OptionalLong.of(-3)), Authorize::read, Authorize::write),
        new Sample<>(
            new AuthorizeChallenge(5), AuthorizeChallenge::read, AuthorizeChallenge::write),
        new Sample<>(
            new AuthorizeReply(6, Secret.EMPTY), AuthorizeReply::read, AuthorizeReply::write),
        new Sample<>(secure, AuthorizeReply::read, AuthorizeReply::write),
        new Sample<>(
            new ServiceTicketRequest(0x15),
            ServiceTicketRequest::read,
            ServiceTicketRequest::write),
        new Sample<>(rotating(), RotatingSecrets::read, RotatingSecrets::write));
  }

  private static RotatingSecrets rotating() {
    Map<Long, ExpiringKey> keys = new LinkedHashMap<>();
    keys.put(8L, new ExpiringKey(AES, CREATED));
    keys.put(9L, new ExpiringKey(AES256K, CREATED.plusSeconds(60)));
    return new RotatingSecrets(keys, 9);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_read_whole_and_written_back_the_same(Sample<?> sample) {
    sample.assertSurvivesTheWire();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_refused_when_cut_at_any_length(Sample<?> sample) {
    HostileInput.expectEveryTruncationRefused(sample.bytes(), sample.reader());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_read_or_refused_by_name_when_damaged(Sample<?> sample) {
    sample.assertDamageHandled();
  }

  @Test
  void structures_have_the_lengths_of_real_ones() {
    assertThat(WireWriter.toBytes(AES::write)).hasSize(28);
    assertThat(WireWriter.toBytes(AES256K::write)).hasSize(44);
    assertThat(WireWriter.toBytes(rotating()::write)).hasSize(13 + 45 + 61);
    assertThat(WireWriter.toBytes(new ServiceTicket(AES, Duration.ofHours(1))::write)).hasSize(37);
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_key_needs_as_many_bytes_as_its_cipher(KeyType type) {
    byte[] key =
        WireWriter.toBytes(
            writer ->
                writer
                    .u16(type.wire())
                    .utime(CREATED)
                    .u16(type.secretBytes() - 1)
                    .bytes(new byte[type.secretBytes() - 1]));

    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> WireReader.fromBytes("key", key, CephxKey::read))
        .withMessageContaining("needs " + type.secretBytes())
        .satisfies(e -> assertThat(e.violation()).isEqualTo(Violation.PAYLOAD_MALFORMED));
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void a_longer_key_is_taken_as_it_is(KeyType type) {
    Secret secret = Secret.copyOf(new byte[type.secretBytes() + 8]);
    CephxKey longer = new CephxKey(type, CREATED, secret);

    assertThat(CephxKey.parse(longer.toBase64())).isEqualTo(longer);
  }

  @Test
  void keys_of_unknown_types_and_without_a_secret_are_refused() {
    assertMalformed("0300000000000000000010000000000000000000000000000000000000", "key type 3");
    assertMalformed("010000000000000000000000", "without a secret");
  }

  private static void assertMalformed(String key, String why) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> CephxKey.read(HostileInput.reader(key)))
        .withMessageContaining(why);
  }
}
