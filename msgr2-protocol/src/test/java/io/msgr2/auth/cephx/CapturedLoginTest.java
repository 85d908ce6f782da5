// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.Authenticate;
import io.msgr2.auth.cephx.wire.Authorize;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.ConnectionMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Follows an unmodified client through its login with a monitor to its first dial of an OSD: what
 * it said is said again, what it was told is understood.
 */
@Tag("vectors")
class CapturedLoginTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  @ParameterizedTest
  @ValueSource(strings = {"aes", "aes256k"})
  void a_client_is_followed_from_its_login_to_an_osd(String type) {
    Captured captured = new Captured("captured-" + type + ".properties");
    LoginReply granted =
        WireReader.fromBytes(
            "granted",
            captured.bytes("mon.done"),
            reader -> LoginReply.read(reader, captured.key(), Optional.empty()));
    CephxKey osdSessionKey = sessionKeyOf(EntityType.OSD, granted);
    Authenticate authenticate = authenticate(captured);
    Authorize unchallenged = authorize(captured, "osd.request", osdSessionKey);
    Authorize challenged = authorize(captured, "osd.requestMore", osdSessionKey);
    CephxClient client =
        new CephxClient(
            ADMIN,
            captured.key(),
            new ConnectionModes(modes(captured, "mon"), modes(captured, "osd")),
            CephxClient.DEFAULT_SERVICES,
            new ScriptedRandom(authenticate.clientChallenge(), unchallenged.nonce()),
            InstantSource.fixed(NOW));

    assertThat(authenticate.oldTicket().isEmpty()).isTrue();
    AuthConnector login = client.connector(EntityType.MON);
    assertThat(login.request().payload()).containsExactly(captured.bytes("mon.request"));
    assertThat(login.replyMore(captured.bytes("mon.replyMore")))
        .containsExactly(captured.bytes("mon.requestMore"));
    AuthOutcome loggedIn = done(login, captured, "mon");
    assertThat(loggedIn.globalId()).isEqualTo(captured.number("mon.globalId"));
    assertThat(loggedIn.sessionKey()).isEqualTo(granted.auth().ticket().sessionKey().secret());
    assertThat(granted.services())
        .extracting(TicketGrant::service)
        .containsExactlyInAnyOrder(0x01, 0x04, 0x10);
    assertThat(granted.auth().ticket().validity()).isEqualTo(Duration.ofDays(3));
    assertThat(client.nextRenewal()).contains(NOW.plus(Duration.ofMinutes(45)));

    AuthConnector osd = client.connector(EntityType.OSD);
    AuthRequest request = osd.request();
    assertThat(request.preferredModes()).isEqualTo(captured.numbers("osd.offeredModes"));
    assertThat(unchallenged.challengePlusOne()).isEqualTo(OptionalLong.empty());
    assertSame(request.payload(), captured.bytes("osd.request"), osdSessionKey);
    byte[] answer = osd.replyMore(captured.bytes("osd.replyMore"));
    assertThat(challenged.nonce()).isEqualTo(unchallenged.nonce());
    assertSame(answer, captured.bytes("osd.requestMore"), osdSessionKey);
    AuthOutcome letIn = done(osd, captured, "osd");
    assertThat(letIn.globalId()).isEqualTo(captured.number("mon.globalId"));
    assertThat(letIn.sessionKey()).isEqualTo(osdSessionKey.secret());
  }

  private static AuthOutcome done(AuthConnector connector, Captured captured, String peer) {
    ConnectionMode mode =
        ConnectionMode.ofWire((int) captured.number(peer + ".mode")).orElseThrow();
    AuthOutcome outcome =
        connector.done(captured.number(peer + ".globalId"), mode, captured.bytes(peer + ".done"));
    assertThat(outcome.connectionSecret().length())
        .isEqualTo(mode == ConnectionMode.SECURE ? 64 : 0);
    return outcome;
  }

  private static Authenticate authenticate(Captured captured) {
    return WireReader.fromBytes(
        "authenticate",
        captured.bytes("mon.requestMore"),
        reader -> {
          RequestType.AUTH_SESSION_KEY.expect(reader);
          return Authenticate.read(reader);
        });
  }

  private static Authorize authorize(Captured captured, String name, CephxKey sessionKey) {
    return authorize(authorizer(captured.bytes(name)), sessionKey);
  }

  private static Authorize authorize(Authorizer authorizer, CephxKey sessionKey) {
    return sessionKey.open(KeyUsage.AUTHORIZE, authorizer.sealedAuthorize(), Authorize::read);
  }

  private static Authorizer authorizer(byte[] payload) {
    return WireReader.fromBytes("authorizer", payload, Authorizer::read);
  }

  /** Compares two authorizers, which differ in what sealing adds at random. */
  private static void assertSame(byte[] actual, byte[] expected, CephxKey sessionKey) {
    Authorizer ours = authorizer(actual);
    Authorizer theirs = authorizer(expected);
    int sealedBytes = theirs.sealedAuthorize().length;
    assertThat(ours.sealedAuthorize()).hasSize(sealedBytes);
    assertThat(authorize(ours, sessionKey)).isEqualTo(authorize(theirs, sessionKey));
    assertThat(Arrays.copyOf(actual, actual.length - sealedBytes))
        .containsExactly(Arrays.copyOf(expected, expected.length - sealedBytes));
  }

  private static CephxKey sessionKeyOf(EntityType service, LoginReply granted) {
    return granted.services().stream()
        .filter(grant -> grant.service() == service.wire())
        .findFirst()
        .orElseThrow()
        .ticket()
        .sessionKey();
  }

  private static List<ConnectionMode> modes(Captured captured, String peer) {
    return captured.numbers(peer + ".offeredModes").stream()
        .map(mode -> ConnectionMode.ofWire(mode).orElseThrow())
        .toList();
  }
}
