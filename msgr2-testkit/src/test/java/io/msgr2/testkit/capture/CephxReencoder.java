// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.auth.cephx.wire.AuthorizeReply;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.LoginReply;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import io.msgr2.frame.ControlFrame;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the authentication payloads that a transcript explains with the production structures and
 * compares them with the recorded ones.
 */
final class CephxReencoder {
  private final CephxKey principal;
  private final Map<ByteBuffer, CephxKey> sessionKeys = new HashMap<>();
  private long serverChallenge;
  private CephxKey sessionKey;
  private int compared;

  /**
   * @param principal the key of the entity whose logins are to be written
   */
  CephxReencoder(CephxKey principal) {
    this.principal = principal;
  }

  /** Asserts that every payload is written the same again. Returns how many there were. */
  int assertSamePayloads(List<ConnectionTranscript> transcripts) {
    for (ConnectionTranscript transcript : transcripts) {
      byte[] payload = null;
      for (Event event : transcript.events()) {
        if (event instanceof Event.ControlSent sent) {
          payload = payload(sent.frame()).orElse(payload);
        } else if (event instanceof Event.Authentication authentication) {
          assertThat(encode(authentication.step(), payload))
              .as("%s", authentication.step())
              .isEqualTo(payload);
          compared++;
        }
      }
    }
    return compared;
  }

  private static Optional<byte[]> payload(ControlFrame frame) {
    if (frame instanceof ControlFrame.AuthRequest request) {
      return Optional.of(request.payload());
    } else if (frame instanceof ControlFrame.AuthReplyMore more) {
      return Optional.of(more.payload());
    } else if (frame instanceof ControlFrame.AuthRequestMore more) {
      return Optional.of(more.payload());
    } else if (frame instanceof ControlFrame.AuthDone done) {
      return Optional.of(done.payload());
    }
    return Optional.empty();
  }

  private byte[] encode(AuthStep step, byte[] recorded) {
    if (step instanceof AuthStep.NameGiven given) {
      return WireWriter.toBytes(given.request()::write);
    } else if (step instanceof AuthStep.Challenged challenged) {
      serverChallenge = challenged.challenge().challenge();
      return WireWriter.toBytes(challenged.challenge()::write);
    } else if (step instanceof AuthStep.Answered answered) {
      return answer(answered);
    } else if (step instanceof AuthStep.LoggedIn in) {
      return reply(in.reply(), recorded);
    } else if (step instanceof AuthStep.AuthorizerShown shown) {
      return authorizer(shown);
    } else if (step instanceof AuthStep.AuthorizerChallenged challenged) {
      return sessionKey.seal(
          KeyUsage.AUTHORIZE_CHALLENGE,
          challenged.challenge()::write,
          new Confounders().add(sessionKey, KeyUsage.AUTHORIZE_CHALLENGE, recorded));
    } else if (step instanceof AuthStep.Authorized authorized) {
      return authorized(authorized.reply(), recorded);
    }
    throw new AssertionError(step);
  }

  private byte[] answer(AuthStep.Answered answered) {
    assertThat(answered.authenticate().answer())
        .isEqualTo(
            principal.challengeAnswer(serverChallenge, answered.authenticate().clientChallenge()));
    return WireWriter.toBytes(
        writer -> {
          RequestType.AUTH_SESSION_KEY.write(writer);
          answered.authenticate().write(writer);
        });
  }

  /** The sealed parts are written in the order of the wire, so that is how to look for them. */
  private byte[] reply(LoginReply reply, byte[] recorded) {
    CephxKey key = reply.auth().ticket().sessionKey();
    remember(reply.auth());
    reply.services().forEach(this::remember);

    WireReader reader = new WireReader(Unpooled.wrappedBuffer(recorded));
    reader.bytes(2 + 4); // type and status
    Confounders confounders = new Confounders();
    addTickets(confounders, reader, principal);
    WireReader secret = reader.nested();
    confounders.add(key, KeyUsage.CONNECTION_SECRET, secret.blob());
    WireReader extra = reader.nested();
    if (extra.remaining() > 0) {
      addTickets(confounders, extra, key);
    }

    byte[] written =
        WireWriter.toBytes(writer -> reply.write(writer, principal, Optional.empty(), confounders));
    assertThat(confounders.isUsedUp()).isTrue();
    return written;
  }

  private static void addTickets(Confounders confounders, WireReader reader, CephxKey key) {
    reader.u8();
    reader.list(
        each -> {
          each.bytes(4 + 1); // service and version
          confounders.add(key, KeyUsage.SERVICE_TICKET, each.blob());
          assertThat(each.bool()).isFalse();
          return each.blob();
        });
  }

  private byte[] authorizer(AuthStep.AuthorizerShown shown) {
    Authorizer recorded = shown.authorizer();
    sessionKey = sessionKeys.get(identity(recorded.ticket()));
    Authorizer written =
        Authorizer.of(
            recorded.globalId(),
            recorded.service(),
            recorded.ticket(),
            sessionKey,
            shown.authorize(),
            new Confounders().add(sessionKey, KeyUsage.AUTHORIZE, recorded.sealedAuthorize()));
    return WireWriter.toBytes(written::write);
  }

  private byte[] authorized(AuthorizeReply reply, byte[] recorded) {
    byte[] sealed = WireReader.fromBytes("reply", recorded, WireReader::blob);
    Confounders confounders = new Confounders().add(sessionKey, KeyUsage.AUTHORIZE_REPLY, sealed);
    return WireWriter.toBytes(
        writer ->
            writer.blob(sessionKey.seal(KeyUsage.AUTHORIZE_REPLY, reply::write, confounders)));
  }

  private void remember(TicketGrant grant) {
    sessionKeys.put(identity(grant.blob()), grant.ticket().sessionKey());
  }

  private static ByteBuffer identity(TicketBlob blob) {
    return ByteBuffer.wrap(WireWriter.toBytes(blob::write));
  }
}
