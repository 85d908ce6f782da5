// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.Secret;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.Chunk;
import io.msgr2.testkit.recording.RecordedConnection;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes up a recorded connection, frame by frame, for what the recordings at hand do not show. */
final class Conversation {
  private static final EntityAddress SERVER = EntityAddress.parse("v2:127.0.0.1:3300/0");
  private static final EntityAddress CLIENT = EntityAddress.parse("any:127.0.0.1:0/7");

  private final List<Chunk> chunks = new ArrayList<>();
  private final Map<Role, FrameEncoder> encoders = new EnumMap<>(Role.class);
  private final Map<Role, ByteArrayOutputStream> signed = new EnumMap<>(Role.class);

  Conversation(Revision revision) {
    for (Role role : Role.values()) {
      encoders.put(role, new FrameEncoder(revision));
      signed.put(role, new ByteArrayOutputStream());
    }
    Banner banner = new Banner(revision == Revision.V2_1 ? Banner.REVISION_1 : 0, 0);
    bytes(Role.CONNECTOR, banner.toBytes());
    bytes(Role.ACCEPTOR, banner.toBytes());
  }

  /** A conversation of method none, up to the first message. */
  static Conversation ready(Revision revision, ConnectionMode mode) {
    Conversation conversation =
        new Conversation(revision).hello(EntityType.MON).frame(Role.CONNECTOR, none(mode));
    conversation.frame(Role.ACCEPTOR, new ControlFrame.AuthDone(0, mode.wire(), new byte[0]));
    if (mode == ConnectionMode.SECURE) {
      conversation.secure(Recordings.FIXED_SECRET);
    }
    return conversation.signatures(Secret.EMPTY).session();
  }

  static ControlFrame.AuthRequest none(ConnectionMode mode) {
    return new ControlFrame.AuthRequest(AuthMethod.NONE.wire(), List.of(mode.wire()), new byte[0]);
  }

  Conversation bytes(Role sender, byte[] bytes) {
    chunks.add(new Chunk.Bytes(sender, bytes));
    signed.get(sender).writeBytes(bytes);
    return this;
  }

  Conversation frame(Role sender, ControlFrame frame) {
    FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
    encoders.get(sender).control(frame, out);
    return bytes(sender, Reencoder.drain(out));
  }

  Conversation message(Role sender, long seq, int type, byte[] front, byte[] data) {
    FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
    encoders
        .get(sender)
        .message(
            header(seq, type),
            Unpooled.wrappedBuffer(front),
            Unpooled.EMPTY_BUFFER,
            Unpooled.wrappedBuffer(data),
            out);
    return bytes(sender, Reencoder.drain(out));
  }

  Conversation aborted(Role sender, long seq, byte[] data) {
    FrameOutput out = new FrameOutput(UnpooledByteBufAllocator.DEFAULT);
    encoders
        .get(sender)
        .abortedMessage(
            header(seq, 2),
            Unpooled.EMPTY_BUFFER,
            Unpooled.EMPTY_BUFFER,
            Unpooled.wrappedBuffer(data),
            out);
    return bytes(sender, Reencoder.drain(out));
  }

  Conversation hello(EntityType server) {
    return frame(Role.CONNECTOR, new ControlFrame.Hello(EntityType.CLIENT.wire(), SERVER))
        .frame(Role.ACCEPTOR, new ControlFrame.Hello(server.wire(), CLIENT));
  }

  Conversation secure(Secret connectionSecret) {
    FrameKeys keys = new FrameKeys(connectionSecret.reveal());
    encoders.forEach((role, encoder) -> encoder.secure(keys, role));
    return this;
  }

  Conversation signatures(Secret sessionKey) {
    byte[] connector = digest(sessionKey, Role.ACCEPTOR);
    byte[] acceptor = digest(sessionKey, Role.CONNECTOR);
    return frame(Role.ACCEPTOR, new ControlFrame.AuthSignature(acceptor))
        .frame(Role.CONNECTOR, new ControlFrame.AuthSignature(connector));
  }

  Conversation session() {
    EntityAddressVector client = EntityAddressVector.of(CLIENT);
    EntityAddressVector server = EntityAddressVector.of(SERVER);
    return frame(Role.CONNECTOR, new ControlFrame.ClientIdent(client, SERVER, -1, 1, 1, 1, 1, 0))
        .frame(Role.ACCEPTOR, new ControlFrame.ServerIdent(server, 0, 1, 1, 1, 1, 0));
  }

  List<Chunk> chunks() {
    return List.copyOf(chunks);
  }

  RecordedConnection recorded() {
    return recorded(chunks, false);
  }

  static RecordedConnection recorded(List<Chunk> chunks, boolean midStream) {
    return new RecordedConnection(
        Optional.of("127.0.0.1:5000"), "127.0.0.1:3300", midStream, chunks);
  }

  private static MessageHeader header(long seq, int type) {
    return new MessageHeader(seq, seq, type, 127, 1, 1, 0, 0, MessageHeader.FLAGS);
  }

  private byte[] digest(Secret sessionKey, Role sender) {
    if (sessionKey.isEmpty()) {
      return new byte[32];
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(sessionKey.reveal(), "HmacSHA256"));
      return mac.doFinal(signed.get(sender).toByteArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
