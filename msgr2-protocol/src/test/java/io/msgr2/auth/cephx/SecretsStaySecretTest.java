// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthExchange;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Caps;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.MethodChain;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.AuthCaps;
import io.msgr2.auth.cephx.wire.AuthTicket;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.RotatingSecrets;
import io.msgr2.auth.cephx.wire.RotatingSecrets.ExpiringKey;
import io.msgr2.auth.cephx.wire.ServiceTicket;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.auth.cephx.wire.TicketInfo;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.frame.ConnectionMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Prints everything that holds a key, and looks for the key in what was printed. */
class SecretsStaySecretTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final byte[] MARKER =
      "do-not-print-me-do-not-print-me-do-not-print-me-do-not-print-me!"
          .getBytes(StandardCharsets.US_ASCII);

  private final Random random = new Random(1);

  @ParameterizedTest
  @EnumSource(KeyType.class)
  void nothing_that_holds_a_key_prints_it(KeyType type) {
    Secret secret = Secret.copyOf(Arrays.copyOf(MARKER, type.secretBytes()));
    CephxKey key = new CephxKey(type, NOW, secret);
    List<Object> holders = new ArrayList<>();
    holders.add(secret);
    holders.add(key);
    holders.add(Keyring.parse("[client.admin]\nkey = " + key.toBase64()));
    holders.add(new Keyring.Entry(Optional.of(key), Map.of("mon", "allow *")));
    holders.addAll(structures(key));
    holders.addAll(clientsAndServers(key));
    holders.addAll(exchange(key));

    assertThat(holders).allSatisfy(SecretsStaySecretTest::assertSilent);
  }

  private static List<Object> structures(CephxKey key) {
    Secret connectionSecret = Secret.copyOf(MARKER);
    ServiceTicket ticket = new ServiceTicket(key, Duration.ofHours(1));
    TicketGrant grant = new TicketGrant(EntityType.AUTH.wire(), ticket, TicketBlob.EMPTY);
    AuthTicket authTicket = new AuthTicket(ADMIN, 1, NOW, NOW, AuthCaps.NONE);
    ExpiringKey expiring = new ExpiringKey(key, NOW);
    return List.of(
        ticket,
        grant,
        expiring,
        new TicketInfo(authTicket, key),
        new AuthorizeReply(1, connectionSecret),
        new LoginReply(grant, connectionSecret, List.of(grant)),
        new RotatingSecrets(Map.of(1L, expiring), 1),
        new AuthOutcome(Optional.of(ADMIN), 1, key.secret(), connectionSecret, Caps.NONE));
  }

  private List<Object> clientsAndServers(CephxKey key) {
    InstantSource clock = InstantSource.fixed(NOW);
    ConnectionModes secure = ConnectionModes.of(ConnectionMode.SECURE);
    Secret connectionSecret = Secret.copyOf(MARKER);
    AuthClient fixed =
        FixedConnectionSecret.client(new NoneClient(ADMIN), secure, connectionSecret);
    CephxClient cephx = new CephxClient(ADMIN, key, random, clock);
    return List.of(
        cephx,
        cephx.connector(EntityType.MON),
        new MethodChain(List.of(cephx)),
        new SharedKeyClient(ADMIN, key, secure, random, clock),
        new SharedKeyServer(EntityType.OSD, key, secure, random),
        new AuthorizerServer(EntityType.OSD, ServiceSecrets.shared(key), secure, random),
        ServiceSecrets.shared(key),
        fixed,
        fixed.connector(EntityType.OSD),
        new Principal(ADMIN, key, Set.of(), random),
        new Ticket(1, 4, key, TicketBlob.EMPTY),
        HeldTicket.receivedAt(NOW, new Ticket(1, 4, key, TicketBlob.EMPTY), Duration.ofHours(1)));
  }

  private List<Object> exchange(CephxKey key) {
    ConnectionModes secure = ConnectionModes.of(ConnectionMode.SECURE);
    SharedKeyClient client =
        new SharedKeyClient(ADMIN, key, secure, random, InstantSource.fixed(NOW));
    SharedKeyServer server = new SharedKeyServer(EntityType.OSD, key, secure, random);
    AuthConnector connector = client.connector(EntityType.OSD);
    AuthAcceptor acceptor = server.acceptor(EntityType.CLIENT);
    AuthRequest request = connector.request();
    AuthDecision.More more = (AuthDecision.More) acceptor.request(request);
    AuthDecision done = acceptor.requestMore(connector.replyMore(more.payload()));
    AuthExchange whole =
        AuthExchange.run(client.connector(EntityType.OSD), server.acceptor(EntityType.CLIENT));
    return List.of(connector, acceptor, request, more, done, whole);
  }

  private static void assertSilent(Object holder) {
    byte[] start = Arrays.copyOf(MARKER, 12);
    String hex = HexFormat.of().formatHex(start);
    String printed = holder.toString();
    assertThat(printed)
        .doesNotContain("do-not-print-me")
        .doesNotContain(Base64.getEncoder().encodeToString(start))
        .doesNotContain("100, 111, 45, 110");
    assertThat(printed.toLowerCase(Locale.ROOT)).doesNotContain(hex);
  }
}
