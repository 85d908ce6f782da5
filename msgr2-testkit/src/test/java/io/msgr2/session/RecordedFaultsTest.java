// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameLimits;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.testkit.capture.CaptureDecoder;
import io.msgr2.testkit.capture.ConnectionTranscript;
import io.msgr2.testkit.capture.Event;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.msgr2.testkit.recording.Recording;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Ceph's messenger talks to this one: the connector's side of a recorded session, which was cut at
 * random 23 times, meets a server that echoes as the recorded one did. It has to say the same.
 */
@org.junit.jupiter.api.Tag("vectors")
class RecordedFaultsTest {
  private static final EntityAddress SERVER = EntityAddress.parse("v2:127.0.0.1:7110/0");
  private static final EntityAddress SOCKET = EntityAddress.parse("v2:127.0.0.1:40000/0");
  private static final int COMPRESSION_AND_REVISION_1 = 3;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final SessionConfig config =
      new SessionConfig(
          EntityName.osd(0),
          EntityAddressVector.of(SERVER),
          0,
          peer -> Policy.losslessPeer(),
          new Banner(COMPRESSION_AND_REVISION_1, 0),
          CompressionConfig.NONE,
          Features.SUPPORTED,
          FrameLimits.DEFAULT,
          Timeouts.DEFAULT,
          new GlobalSeq(),
          new SplittableRandom(1)::nextLong,
          FaultPoints.NONE,
          Throttle.UNLIMITED,
          allocator);
  private final SessionTable<Session> table = new SessionTable<>();
  private final List<Long> delivered = new ArrayList<>();

  @Test
  void every_answer_to_a_recorded_connector_is_the_recorded_one() throws Exception {
    Recording recording =
        Recording.read(
            Path.of(getClass().getResource("/recordings/crc-lossless-peer-faults.json").toURI()));
    List<ConnectionTranscript> transcripts = CaptureDecoder.of(recording).decode();
    for (int i = 0; i < transcripts.size(); i++) {
      List<String> recorded = recordedAnswers(transcripts.get(i));
      List<String> ours = replay(recording.connections().get(i), recorded);
      // The recorded connection may have been cut before all was said.
      assertThat(ours).as("connection %s", i + 1).startsWith(recorded.toArray(String[]::new));
    }

    assertThat(delivered).hasSize(18).isSorted().doesNotHaveDuplicates();
    table.all().forEach(Session::markDown);
    table.all().forEach(Session::release);
    assertThat(allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory())
        .isZero();
  }

  private static List<String> recordedAnswers(ConnectionTranscript transcript) {
    List<String> answers = new ArrayList<>();
    for (Event event : transcript.events()) {
      if (event instanceof Event.ControlSent sent && sent.sender() == Role.ACCEPTOR) {
        describe(sent.frame()).ifPresent(answers::add);
      } else if (event instanceof Event.MessageSent sent && sent.sender() == Role.ACCEPTOR) {
        answers.add(describe(sent.header()));
      }
    }
    return answers;
  }

  private List<String> replay(RecordedConnection recorded, List<String> answers) {
    Session newcomer =
        Session.acceptor(
            config, SOCKET, new NoneServer(EntityType.OSD, () -> 0), Optional.empty(), 0);
    Transport transport = newcomer.transport();
    transport.opened(0);
    Outgoing outgoing = new Outgoing(allocator);
    for (Chunk chunk : recorded.chunks()) {
      if (chunk instanceof Chunk.Bytes bytes && bytes.sender() == Role.CONNECTOR) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes.bytes());
        transport.receive(in, 0);
        lookUp(newcomer, answers);
        echo(transport.session());
        transport.session().pump(0);
        outgoing.take(transport);
      }
    }
    transport.closed("cut as recorded", SessionFailure.ECONNRESET, 0);
    outgoing.release();
    transport.release();
    newcomer.nextEvent();
    return outgoing.answers;
  }

  private void lookUp(Session session, List<String> answers) {
    for (var next = session.newcomer(); next.isPresent(); next = session.newcomer()) {
      Newcomer newcomer = next.get();
      EntityAddressVector peer = newcomer.addresses();
      Optional<Session> existing =
          newcomer.claims() ? table.putIfAbsent(peer, session) : table.find(peer);
      if (existing.isEmpty()) {
        newcomer.begin(0);
      } else {
        countAttempts(existing.get(), answers);
        newcomer.meet(existing.get(), 0);
      }
    }
  }

  /**
   * The recorded server tried to dial by itself in the meantime, in vain, and counted its attempts.
   * This one knows that it cannot, so it is told how often it would have.
   */
  private static void countAttempts(Session existing, List<String> answers) {
    for (String answer : answers) {
      String retry = Tag.SESSION_RETRY + " ";
      if (answer.startsWith(retry)) {
        long attempts = Long.parseLong(answer.substring(retry.length()));
        existing.context().identity().retry(attempts - 1);
      }
    }
  }

  private void echo(Session session) {
    for (SessionEvent e = session.nextEvent(); e != null; e = session.nextEvent()) {
      if (e instanceof Message message) {
        delivered.add(message.tid());
        Message answer =
            Message.builder(message.type())
                .tid(message.tid())
                .data(message.data().retain())
                .build();
        message.release();
        session.send(answer, 0);
      }
    }
  }

  private static Optional<String> describe(ControlFrame frame) {
    if (frame instanceof ControlFrame.ServerIdent ident) {
      return Optional.of("SERVER_IDENT " + ident.addresses() + ", flags " + ident.flags());
    }
    if (frame instanceof ControlFrame.SessionReconnectOk ok) {
      return Optional.of(frame.tag() + " " + ok.msgSeq());
    }
    if (frame instanceof ControlFrame.SessionRetry retry) {
      return Optional.of(frame.tag() + " " + retry.connectSeq());
    }
    return switch (frame.tag()) {
      case SESSION_RESET, SESSION_RETRY_GLOBAL, WAIT, IDENT_MISSING_FEATURES ->
          Optional.of(frame.toString());
      default -> Optional.empty();
    };
  }

  private static String describe(MessageHeader header) {
    return "MESSAGE " + header.seq() + " tid " + header.tid() + " ack " + header.ackSeq();
  }

  /** What this side says, as the answers that matter. */
  private static final class Outgoing {
    private final ByteBuf bytes = Unpooled.buffer();
    private final BannerDecoder banner = new BannerDecoder();
    private final FrameDecoder decoder;
    private final List<String> answers = new ArrayList<>();
    private boolean begun;

    Outgoing(UnpooledByteBufAllocator allocator) {
      decoder = new FrameDecoder(Revision.V2_1, FrameLimits.DEFAULT.messageBytes(), allocator);
    }

    void take(Transport transport) {
      for (ByteBuf next = transport.poll(); next != null; next = transport.poll()) {
        bytes.writeBytes(next);
        next.release();
      }
      begun = begun || banner.decode(bytes) != null;
      for (RawFrame frame = decode(); frame != null; frame = decode()) {
        if (frame.tag() == Tag.MESSAGE) {
          answers.add(describe(MessageHeader.read(frame)));
        } else {
          describe(ControlFrame.read(frame)).ifPresent(answers::add);
        }
        frame.release();
      }
    }

    void release() {
      decoder.release();
    }

    private RawFrame decode() {
      return begun ? decoder.decode(bytes) : null;
    }
  }
}
