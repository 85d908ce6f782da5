// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.Keyring;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recordings of Ceph's own clients with a cluster, decoded with the key of client.admin alone. */
@Tag("vectors")
class ClusterRecordingTest {
  private static final EntityName ADMIN = EntityName.client("admin");
  private static final int MMON_COMMAND = 50;
  private static final int MMON_COMMAND_ACK = 51;
  private static final int MOSD_OP = 42;
  private static final int MOSD_OP_REPLY = 43;

  enum Cluster {
    CEPH_16("cephx-secure-16", KeyType.AES, ConnectionMode.SECURE),
    CEPH_20("cephx-default-20-aes256k", KeyType.AES256K, ConnectionMode.CRC);

    private final String file;
    private final KeyType keyType;
    private final ConnectionMode osdMode;

    Cluster(String file, KeyType keyType, ConnectionMode osdMode) {
      this.file = file;
      this.keyType = keyType;
      this.osdMode = osdMode;
    }

    /** Connections that a client dialled. */
    List<ConnectionTranscript> ofClient() {
      return all().stream().filter(t -> t.summary().connectorType().isPresent()).toList();
    }

    List<ConnectionTranscript> with(EntityType acceptor) {
      return ofClient().stream()
          .filter(t -> t.summary().acceptorType().getAsInt() == acceptor.wire())
          .toList();
    }

    List<ConnectionTranscript> all() {
      return Recordings.ofCluster(file);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everything_that_the_client_said_and_heard_is_decoded(Cluster cluster) {
    assertThat(cluster.ofClient()).hasSize(12);
    assertThat(cluster.ofClient())
        .allSatisfy(
            transcript -> {
              assertThat(transcript.problems()).isEmpty();
              assertThat(transcript.summary().phase()).isEqualTo(Phase.READY);
              assertThat(transcript.summary().name()).contains(ADMIN);
              assertThat(transcript.of(Event.SignatureVerified.class)).hasSize(2);
            });
    assertThat(cluster.with(EntityType.MON)).hasSize(10);
    assertThat(cluster.with(EntityType.MON))
        .allSatisfy(t -> assertThat(t.summary().mode()).contains(ConnectionMode.SECURE));
    assertThat(cluster.with(EntityType.OSD)).hasSize(2);
    assertThat(cluster.with(EntityType.OSD))
        .allSatisfy(t -> assertThat(t.summary().mode()).contains(cluster.osdMode));
  }

  @ParameterizedTest
  @EnumSource
  void a_connection_among_daemons_from_before_the_recording_is_named(Cluster cluster) {
    ConnectionTranscript osdToMon = cluster.all().get(0);

    assertThat(osdToMon.connection().beginsMidStream()).isTrue();
    assertThat(osdToMon.problems())
        .extracting(Event.Problem::kind)
        .containsExactly(ProblemKind.MID_STREAM, ProblemKind.MID_STREAM);
    assertThat(osdToMon.undecodedBytes())
        .isEqualTo(
            Arrays.stream(Role.values())
                .mapToInt(role -> Recordings.sent(osdToMon.connection(), role).length)
                .sum());
  }

  @ParameterizedTest
  @EnumSource
  void the_commands_of_the_client_and_their_answers_are_found(Cluster cluster) {
    List<String> commands = new ArrayList<>();
    Map<Long, Event.MessageSent> answers = new HashMap<>();
    for (ConnectionTranscript transcript : cluster.with(EntityType.MON)) {
      answers.clear();
      for (Event.MessageSent message : transcript.messages(Role.ACCEPTOR)) {
        if (message.header().type() == MMON_COMMAND_ACK) {
          answers.put(message.header().tid(), message);
        }
      }
      for (Event.MessageSent message : transcript.messages(Role.CONNECTOR)) {
        if (message.header().type() == MMON_COMMAND) {
          String front = text(message.front());
          commands.add(front.substring(front.indexOf('{')));
          assertThat(answers).containsKey(message.header().tid());
          if (front.contains("\"status\"")) {
            assertThat(text(answers.get(message.header().tid()).data())).contains("health:");
          }
          if (front.contains("osd dump")) {
            assertThat(text(answers.get(message.header().tid()).data()))
                .contains("osd.0 up", "pool 1 'test'");
          }
        }
      }
    }
    assertThat(commands).anyMatch(command -> command.contains("\"prefix\": \"status\""));
    assertThat(commands).anyMatch(command -> command.contains("\"prefix\": \"osd dump\""));
  }

  @ParameterizedTest
  @EnumSource
  void the_object_that_was_put_is_the_object_that_was_got(Cluster cluster) {
    byte[] object = new byte[9000];
    Arrays.fill(object, (byte) 'x');
    ConnectionTranscript put = cluster.with(EntityType.OSD).get(0);
    ConnectionTranscript get = cluster.with(EntityType.OSD).get(1);

    Event.MessageSent write = put.messages(Role.CONNECTOR).get(0);
    assertThat(write.header().type()).isEqualTo(MOSD_OP);
    assertThat(text(write.front())).contains("obj1");
    assertThat(write.data()).isEqualTo(object);
    Event.MessageSent read = get.messages(Role.CONNECTOR).get(0);
    assertThat(text(read.front())).contains("obj1");
    assertThat(read.data()).isEmpty();
    Event.MessageSent content = get.messages(Role.ACCEPTOR).get(0);
    assertThat(content.header().type()).isEqualTo(MOSD_OP_REPLY);
    assertThat(content.header().tid()).isEqualTo(read.header().tid());
    assertThat(content.data()).isEqualTo(object);
  }

  @ParameterizedTest
  @EnumSource
  void a_login_yields_the_tickets_that_later_connections_show(Cluster cluster) {
    for (ConnectionTranscript osd : cluster.with(EntityType.OSD)) {
      AuthStep.AuthorizerShown shown = steps(osd, AuthStep.AuthorizerShown.class).get(0);
      ConnectionTranscript login =
          cluster.with(EntityType.MON).stream()
              .filter(t -> t.summary().globalId().equals(osd.summary().globalId()))
              .findFirst()
              .orElseThrow();
      TicketGrant grant =
          steps(login, AuthStep.LoggedIn.class).get(0).reply().services().stream()
              .filter(g -> g.service() == EntityType.OSD.wire())
              .findFirst()
              .orElseThrow();

      assertThat(shown.authorizer().globalId()).isEqualTo(osd.summary().globalId().getAsLong());
      assertThat(shown.authorizer().ticket().sealed()).isEqualTo(grant.blob().sealed());
      assertThat(grant.ticket().sessionKey().type()).isEqualTo(cluster.keyType);
      assertThat(grant.ticket().validity()).hasHours(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_authentication_payload_is_written_the_same_again(Cluster cluster) {
    CephxKey key = Recordings.keyring(cluster.file).key(ADMIN).orElseThrow();

    int payloads = new CephxReencoder(key).assertSamePayloads(cluster.all());

    // Ten logins of four payloads, two authorizations of four.
    assertThat(payloads).isEqualTo(10 * 4 + 2 * 4);
  }

  @ParameterizedTest
  @EnumSource
  void without_the_key_only_the_handshake_and_mode_crc_are_decoded(Cluster cluster) {
    Recording recording = Recordings.read(cluster.file + ".pcap");
    List<ConnectionTranscript> transcripts = CaptureDecoder.of(recording).decode();

    for (ConnectionTranscript transcript : transcripts.subList(1, transcripts.size())) {
      boolean login = transcript.summary().acceptorType().getAsInt() == EntityType.MON.wire();
      boolean secure = transcript.summary().mode().orElseThrow() == ConnectionMode.SECURE;
      assertThat(transcript.problems())
          .extracting(Event.Problem::kind)
          .containsExactlyElementsOf(
              expected(login ? ProblemKind.KEY_UNKNOWN : ProblemKind.TICKET_UNKNOWN, secure));
      assertThat(transcript.problems().get(0).detail())
          .contains(login ? "client.admin" : "osd of global id ");
      assertThat(transcript.summary().phase()).isEqualTo(secure ? Phase.SIGNATURE : Phase.READY);
      assertThat(transcript.undecodedBytes() > 0).isEqualTo(secure);
      assertThat(transcript.of(Event.SignatureVerified.class)).isEmpty();
    }
  }

  private static List<ProblemKind> expected(ProblemKind why, boolean secure) {
    return secure ? List.of(why, ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED) : List.of(why);
  }

  @ParameterizedTest
  @EnumSource
  void with_another_key_the_logins_are_named(Cluster cluster) {
    CephxKey other = CephxKey.generate(cluster.keyType, Instant.EPOCH, new Random(1));
    Keyring keyring = new Keyring(Map.of(ADMIN, new Keyring.Entry(Optional.of(other), Map.of())));

    List<ConnectionTranscript> transcripts =
        CaptureDecoder.of(Recordings.read(cluster.file + ".pcap")).keyring(keyring).decode();

    assertThat(transcripts.get(1).problems())
        .extracting(Event.Problem::kind)
        .containsExactly(ProblemKind.KEY_WRONG, ProblemKind.ENCRYPTED, ProblemKind.ENCRYPTED);
  }

  @ParameterizedTest
  @EnumSource
  void the_right_one_of_several_keys_is_found(Cluster cluster) {
    CephxKey other = CephxKey.generate(cluster.keyType, Instant.EPOCH, new Random(1));
    List<ConnectionTranscript> transcripts =
        CaptureDecoder.of(Recordings.read(cluster.file + ".pcap"))
            .keyring(new Keyring(Map.of(ADMIN, new Keyring.Entry(Optional.of(other), Map.of()))))
            .keyring(Recordings.keyring(cluster.file))
            .decode();

    assertThat(transcripts.subList(1, 13)).allSatisfy(t -> assertThat(t.problems()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void a_ticket_is_found_wherever_the_recording_has_its_login(Cluster cluster) {
    List<RecordedConnection> reversed =
        new ArrayList<>(Recordings.read(cluster.file + ".pcap").connections());
    Collections.reverse(reversed);

    List<ConnectionTranscript> transcripts =
        CaptureDecoder.of(new Recording(reversed, List.of()))
            .keyring(Recordings.keyring(cluster.file))
            .decode();

    assertThat(transcripts.subList(0, 12)).allSatisfy(t -> assertThat(t.problems()).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void no_secret_is_printed(Cluster cluster) {
    String printed = String.join("\n", cluster.all().stream().map(Object::toString).toList());
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(Recordings.keyring(cluster.file).key(ADMIN).orElseThrow().secret().reveal());
    for (ConnectionTranscript transcript : cluster.all()) {
      for (AuthStep.LoggedIn in : steps(transcript, AuthStep.LoggedIn.class)) {
        secrets.add(in.reply().connectionSecret().reveal());
        secrets.add(in.reply().auth().ticket().sessionKey().secret().reveal());
        in.reply().services().forEach(g -> secrets.add(g.ticket().sessionKey().secret().reveal()));
      }
    }

    // The key, two secrets of each of ten logins, and three tickets of four of them.
    assertThat(secrets.size()).isEqualTo(1 + 10 * 2 + 4 * 3);
    assertThat(printed).contains("MOSDOp ", "signature verified", "client.admin");
    for (byte[] secret : secrets) {
      assertThat(printed).doesNotContain(HexFormat.of().formatHex(secret, 0, 8));
    }
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

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
