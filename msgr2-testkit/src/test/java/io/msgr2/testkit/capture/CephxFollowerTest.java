// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.Secret;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Following cephx through what the recordings do not show. */
class CephxFollowerTest {
  @ParameterizedTest
  @EnumSource
  void a_global_id_is_claimed_with_the_ticket_of_an_earlier_login(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant first = talk.grant(EntityType.AUTH);
    TicketGrant second = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);

    List<ConnectionTranscript> transcripts =
        decode(
            talk,
            talk.login(first, Optional.empty()),
            talk.login(second, Optional.of(first), osd),
            talk.authorize(osd));

    assertComplete(transcripts);
    assertThat(steps(transcripts.get(1), AuthStep.NameGiven.class).get(0).request().globalId())
        .isEqualTo(CephxTalk.GLOBAL_ID);
    assertThat(blobOf(transcripts.get(1))).isEqualTo(second.blob().sealed());
    assertThat(transcripts.get(1).toString())
        .contains("client.x, claims global id 4242", "shows its old ticket of secret 3");
  }

  @ParameterizedTest
  @EnumSource
  void a_claim_with_a_ticket_from_before_the_recording_hides_only_the_new_ticket(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant before = talk.grant(EntityType.AUTH);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);
    TicketGrant later = talk.grant(EntityType.OSD);
    Conversation session = talk.login(auth, Optional.of(before), osd);
    talk.askForTickets(session, auth);
    talk.grantTickets(session, auth, later);

    List<ConnectionTranscript> transcripts =
        decode(talk, session, talk.authorize(osd), talk.authorize(later));

    assertThat(Transcripts.problems(transcripts.get(0)))
        .containsExactly(ProblemKind.TICKET_UNKNOWN);
    assertThat(blobOf(transcripts.get(0))).isEmpty();
    assertThat(transcripts.get(0).of(Event.SignatureVerified.class)).hasSize(2);
    assertThat(transcripts.get(0).undecodedBytes()).isZero();
    assertComplete(transcripts.subList(1, 3));
  }

  @ParameterizedTest
  @EnumSource
  void tickets_that_are_renewed_within_a_session_are_followed(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant renewed = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);
    Conversation session = talk.login(auth, Optional.empty());
    talk.askForRenewal(session, auth);
    talk.renew(session, auth, renewed);
    talk.askForTickets(session, renewed);
    talk.grantTickets(session, renewed, osd);
    TicketGrant third = talk.grant(EntityType.AUTH);

    // The ticket is used before the recording has its renewal.
    List<ConnectionTranscript> transcripts =
        decode(talk, talk.authorize(osd), talk.login(third, Optional.of(renewed)), session);

    assertComplete(transcripts);
    assertThat(steps(transcripts.get(2), AuthStep.LoggedIn.class)).hasSize(2);
    assertThat(steps(transcripts.get(2), AuthStep.TicketsRequested.class)).hasSize(1);
    assertThat(steps(transcripts.get(2), AuthStep.TicketsGranted.class)).hasSize(1);
    assertThat(transcripts.get(2).toString())
        .contains("asks for tickets osd", "tickets osd (" + type + ", 3600 s)");
  }

  @Test
  void a_refused_renewal_is_not_taken_for_the_answer_to_the_next() {
    CephxTalk talk = new CephxTalk(KeyType.AES256K);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);
    Conversation session = talk.login(auth, Optional.empty());
    talk.askForRenewal(session, auth);
    talk.askForTickets(session, auth);
    talk.refuse(session);
    talk.grantTickets(session, auth, osd);

    assertComplete(decode(talk, session, talk.authorize(osd)));
  }

  @ParameterizedTest
  @EnumSource
  void tickets_lead_to_tickets_in_whatever_order_they_are_recorded(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant other = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);
    Conversation session = talk.login(other, Optional.empty());
    talk.askForTickets(session, auth);
    talk.grantTickets(session, auth, osd);

    assertComplete(decode(talk, talk.authorize(osd), session, talk.login(auth, Optional.empty())));
  }

  @ParameterizedTest
  @EnumSource
  void the_key_of_a_daemon_opens_what_clients_show_to_it(KeyType type) {
    CephxTalk daemon = new CephxTalk(EntityName.osd(0), type);
    CephxTalk client = new CephxTalk(type);
    CephxKey old = CephxKey.generate(type, Instant.EPOCH, new Random(1));
    CephxKey current = CephxKey.generate(type, Instant.EPOCH, new Random(2));
    TicketGrant ticket = client.grant(EntityType.OSD, 3, current);
    Conversation session = daemon.login(daemon.grant(EntityType.AUTH), Optional.empty());
    daemon.tellKeys(session, Map.of(2L, old, 3L, current));

    List<ConnectionTranscript> transcripts = decode(daemon, client.authorize(ticket), session);

    assertThat(transcripts).allSatisfy(t -> assertThat(t.problems()).isEmpty());
    assertThat(transcripts.get(0).summary().name()).contains(EntityName.client("x"));
    assertThat(steps(transcripts.get(1), AuthStep.RotatingKeysRequested.class)).hasSize(1);
    assertThat(steps(transcripts.get(1), AuthStep.RotatingKeysGranted.class)).hasSize(1);
    assertThat(transcripts.get(1).toString()).contains("keys [2, 3]");
  }

  @ParameterizedTest
  @EnumSource
  void the_key_that_monitors_share_opens_what_they_show_each_other(KeyType type) {
    CephxTalk monitors = new CephxTalk(new EntityName(EntityType.MON, ""), type);
    TicketGrant ticket = monitors.grant(EntityType.MON, -1, monitors.principal());

    List<ConnectionTranscript> transcripts = decode(monitors, monitors.authorize(ticket));

    assertThat(transcripts.get(0).problems()).isEmpty();
    assertThat(transcripts.get(0).summary().name().orElseThrow()).hasToString("mon.");
  }

  @Test
  void a_request_that_cannot_be_read_does_not_hide_the_answer_to_the_next() {
    CephxTalk talk = new CephxTalk(KeyType.AES);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);
    Conversation session = talk.login(auth, Optional.empty());
    talk.mauth(session, out -> out.u16(0x0800));
    talk.askForTickets(session, auth);
    talk.refuse(session);
    talk.grantTickets(session, auth, osd);

    List<ConnectionTranscript> transcripts = decode(talk, session, talk.authorize(osd));

    assertThat(Transcripts.problems(transcripts.get(0))).containsExactly(ProblemKind.AUTH_PAYLOAD);
    assertComplete(transcripts.subList(1, 2));
  }

  @ParameterizedTest
  @EnumSource
  void a_renewal_with_a_ticket_that_is_not_known_is_named(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant foreign = talk.grant(EntityType.AUTH);
    Conversation session = talk.login(auth, Optional.empty());
    talk.askForTickets(session, foreign);
    talk.grantTickets(session, foreign, talk.grant(EntityType.OSD));

    List<ConnectionTranscript> transcripts = decode(talk, session);

    assertThat(Transcripts.problems(transcripts.get(0)))
        .containsExactly(ProblemKind.TICKET_UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource
  void an_answer_that_cannot_be_read_does_not_hide_the_reply(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    Secret secret = talk.secret();
    byte[] newer = talk.answer(Optional.empty());
    newer[2] = 9; // a version that is not known
    byte[] reply =
        WireWriter.toBytes(
            out ->
                new LoginReply(auth, secret, List.of())
                    .write(out, talk.principal(), Optional.empty(), new Random(1)));

    List<ConnectionTranscript> transcripts =
        decode(talk, talk.login(newer, reply, secret, auth, 0));

    assertThat(Transcripts.problems(transcripts.get(0))).containsExactly(ProblemKind.AUTH_PAYLOAD);
    assertThat(transcripts.get(0).undecodedBytes()).isZero();
    assertThat(transcripts.get(0).of(Event.SignatureVerified.class)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 6, 20, 60})
  void a_reply_that_cannot_be_read_is_named(int length) {
    CephxTalk talk = new CephxTalk(KeyType.AES);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    Conversation login =
        talk.login(talk.answer(Optional.empty()), new byte[length], talk.secret(), auth, 0);

    List<ConnectionTranscript> transcripts = decode(talk, login);

    assertThat(Transcripts.problems(transcripts.get(0)))
        .containsExactly(ProblemKind.AUTH_PAYLOAD, ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED);
  }

  @ParameterizedTest
  @EnumSource
  void a_reply_to_another_authorizer_is_named(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant auth = talk.grant(EntityType.AUTH);
    TicketGrant osd = talk.grant(EntityType.OSD);

    List<ConnectionTranscript> transcripts =
        decode(talk, talk.login(auth, Optional.empty(), osd), talk.authorize(osd, 99));

    assertThat(Transcripts.problems(transcripts.get(1))).containsExactly(ProblemKind.AUTH_PAYLOAD);
  }

  @ParameterizedTest
  @EnumSource
  void an_authorizer_of_somebody_else_is_named(KeyType type) {
    CephxTalk talk = new CephxTalk(type);
    TicketGrant osd = talk.grant(EntityType.OSD);

    List<ConnectionTranscript> transcripts = decode(talk, talk.authorize(osd));

    assertThat(Transcripts.problems(transcripts.get(0)))
        .containsExactly(ProblemKind.TICKET_UNKNOWN, ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED);
    assertThat(transcripts.get(0).problems().get(0).detail()).contains("osd", "4242", "secret 3");
  }

  @Tag("vectors")
  @ParameterizedTest
  @ValueSource(strings = {"cephx-secure-16", "cephx-default-20-aes256k"})
  void any_damage_is_survived_and_every_byte_accounted_for(String name) {
    long seed = Long.getLong("msgr2.seed", System.nanoTime());
    System.out.println("seed " + seed + " (-Dmsgr2.seed)");
    Random random = new Random(seed);
    List<RecordedConnection> connections = Recordings.read(name + ".pcap").connections();
    // Two connections of the client that belong together: login with tickets, and their use.
    List<RecordedConnection> pair = List.of(connections.get(5), connections.get(6));
    for (int round = 0; round < 300; round++) {
      List<RecordedConnection> damaged = new ArrayList<>();
      pair.forEach(connection -> damaged.add(damage(connection, random)));

      List<ConnectionTranscript> transcripts =
          CaptureDecoder.of(new Recording(damaged, List.of()))
              .keyring(Recordings.keyring(name))
              .decode();

      transcripts.forEach(Transcripts::assertAllBytesAccountedFor);
      assertThat(transcripts).allSatisfy(t -> assertThat(t.toString()).isNotEmpty());
    }
  }

  /** Changes a byte, cuts a chunk, leaves one out, sends one twice, or turns one around. */
  private static RecordedConnection damage(RecordedConnection connection, Random random) {
    List<Chunk> chunks = new ArrayList<>(connection.chunks());
    int at = random.nextInt(Math.min(chunks.size(), 12));
    Chunk chunk = chunks.get(at);
    byte[] bytes = chunk instanceof Chunk.Bytes b ? b.bytes().clone() : new byte[1];
    int where = random.nextInt(bytes.length);
    Role sender = chunk.sender();
    switch (random.nextInt(6)) {
      case 0 -> {
        bytes[where] ^= (byte) (1 << random.nextInt(8));
        chunks.set(at, new Chunk.Bytes(sender, bytes));
      }
      case 1 -> chunks.set(at, new Chunk.Bytes(sender, Arrays.copyOf(bytes, where)));
      case 2 -> chunks.remove(at);
      case 3 -> chunks.add(at, chunk);
      case 4 ->
          chunks.set(
              at,
              new Chunk.Bytes(sender == Role.CONNECTOR ? Role.ACCEPTOR : Role.CONNECTOR, bytes));
      default -> chunks.set(at, new Chunk.Gap(sender, bytes.length));
    }
    return new RecordedConnection(
        connection.client(), connection.server(), random.nextInt(8) == 0, chunks);
  }

  private static List<ConnectionTranscript> decode(CephxTalk talk, Conversation... connections) {
    List<ConnectionTranscript> transcripts =
        CaptureDecoder.of(
                new Recording(
                    Stream.of(connections).map(Conversation::recorded).toList(), List.of()))
            .keyring(talk.keyring())
            .decode();
    transcripts.forEach(Transcripts::assertAllBytesAccountedFor);
    return transcripts;
  }

  private static void assertComplete(List<ConnectionTranscript> transcripts) {
    for (ConnectionTranscript transcript : transcripts) {
      assertThat(transcript.problems()).isEmpty();
      assertThat(transcript.of(Event.SignatureVerified.class)).hasSize(2);
      assertThat(transcript.summary().phase()).isEqualTo(Phase.READY);
      assertThat(transcript.summary().name().orElseThrow()).hasToString("client.x");
    }
  }

  private static byte[] blobOf(ConnectionTranscript transcript) {
    return steps(transcript, AuthStep.LoggedIn.class).get(0).reply().auth().blob().sealed();
  }

  private static <T extends AuthStep> List<T> steps(
      ConnectionTranscript transcript, Class<T> kind) {
    return transcript
        .of(Event.Authentication.class)
        .map(Event.Authentication::step)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
