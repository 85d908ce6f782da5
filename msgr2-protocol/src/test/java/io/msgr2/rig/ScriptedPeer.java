// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthConnector;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.Secret;
import io.msgr2.frame.Banner;
import io.msgr2.frame.BannerDecoder;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.FrameDecoder;
import io.msgr2.frame.FrameEncoder;
import io.msgr2.frame.FrameKeys;
import io.msgr2.frame.FrameOutput;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.RawFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.frame.Tag;
import io.msgr2.session.Features;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An end that does what the test says, right or wrong, and nothing by itself. Methods that hear
 * something let the rig settle first. The steps of a proper conversation are there too, so that a
 * test can go wrong at any of them.
 */
public final class ScriptedPeer implements Endpoint {
  private static final int LIMIT_BYTES = 1 << 24;
  private static final int SIGNATURE_BYTES = 32;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
  private final Role role;
  private final Banner banner;
  private final ArrayDeque<ByteBuf> outbox = new ArrayDeque<>();
  private final ByteBuf inbox = Unpooled.buffer();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private EntityAddress clientSocket = Setup.CLIENT_SOCKET;
  private AuthConnector connector;
  private AuthAcceptor acceptor;
  private Rig<?, ?> rig;
  private FrameEncoder encoder;
  private FrameDecoder decoder;
  private boolean hangsUp;
  private boolean disconnected;

  ScriptedPeer(Role role, Party party) {
    this.role = role;
    this.banner = party.banner();
  }

  void attach(Rig<?, ?> newRig) {
    rig = newRig;
  }

  void auth(AuthConnector newConnector) {
    connector = newConnector;
  }

  void auth(AuthAcceptor newAcceptor) {
    acceptor = newAcceptor;
  }

  // What it says.

  /** Sends bytes that need not be anything. */
  public ScriptedPeer sends(byte[] bytes) {
    said.writeBytes(bytes);
    outbox.add(Unpooled.wrappedBuffer(bytes.clone()));
    return this;
  }

  /** Sends text. */
  public ScriptedPeer sends(String text) {
    return sends(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends control frames. */
  public ScriptedPeer sends(ControlFrame... frames) {
    for (ControlFrame frame : frames) {
      sends(encoded(out -> encoder.control(frame, out)));
    }
    return this;
  }

  /** Sends a message without front and middle. */
  public ScriptedPeer sendsMessage(long seq, String data) {
    return sendsMessage(header(seq, 0), data);
  }

  /** Sends a message without front and middle. */
  public ScriptedPeer sendsMessage(MessageHeader header, String data) {
    ByteBuf payload = Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1);
    return sends(
        encoded(
            out ->
                encoder.message(
                    header, Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, payload, out)));
  }

  /** Sends a message that is to be dropped. */
  public ScriptedPeer sendsAbortedMessage(long seq, String data) {
    ByteBuf payload = Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1);
    return sends(
        encoded(
            out ->
                encoder.abortedMessage(
                    header(seq, 0), Unpooled.EMPTY_BUFFER, Unpooled.EMPTY_BUFFER, payload, out)));
  }

  /** Returns the header of a message of type 2. */
  public static MessageHeader header(long seq, long ackSeq) {
    return new MessageHeader(seq, seq, 2, 127, 1, 1, 0, ackSeq, MessageHeader.FLAGS);
  }

  /** Returns the bytes of a frame as this peer would send it now; in secure mode, it has to be. */
  public byte[] encoded(ControlFrame frame) {
    return encoded(out -> encoder.control(frame, out));
  }

  /** Closes the connection once everything was sent. */
  public void hangsUp(boolean now) {
    hangsUp = now;
  }

  // What it hears.

  /** Decodes the other side's banner, from which on frames can be exchanged. */
  public Banner hearsBanner() {
    rig.settle();
    int at = inbox.readerIndex();
    Banner peer = new BannerDecoder().decode(inbox);
    assertThat(peer).as("banner; %s", rig).isNotNull();
    hear(at);
    if (encoder == null) {
      assume(banner.revisionWith(peer));
    }
    return peer;
  }

  /** Encodes and decodes frames of the revision without having heard a banner. */
  public ScriptedPeer assume(Revision revision) {
    encoder = new FrameEncoder(revision);
    decoder = new FrameDecoder(revision, LIMIT_BYTES, allocator);
    return this;
  }

  /** Expects the next frame to be a control frame of the given kind and returns it. */
  public <T extends ControlFrame> T hears(Class<T> kind) {
    RawFrame frame = hearsFrame();
    try {
      assertThat(frame.tag()).as("not a message; %s", rig).isNotEqualTo(Tag.MESSAGE);
      ControlFrame control = ControlFrame.read(frame);
      assertThat(control).as(rig.toString()).isInstanceOf(kind);
      return kind.cast(control);
    } finally {
      frame.release();
    }
  }

  /** A MESSAGE frame as it is on the wire. */
  public record HeardMessage(MessageHeader header, String front, String middle, String data) {}

  /** Expects the next frame to be a message and returns it. */
  public HeardMessage hearsMessage() {
    RawFrame frame = hearsFrame();
    try {
      assertThat(frame.tag()).as(rig.toString()).isEqualTo(Tag.MESSAGE);
      return new HeardMessage(
          MessageHeader.read(frame),
          Received.text(frame.segment(1)),
          Received.text(frame.segment(2)),
          Received.text(frame.segment(3)));
    } finally {
      frame.release();
    }
  }

  /** Expects no frame to be there, not even the beginning of one. */
  public void hearsNothing() {
    rig.settle();
    assertThat(ByteBufUtil.hexDump(inbox)).as(rig.toString()).isEmpty();
  }

  /** Returns whether something arrived that was not looked at yet. */
  public boolean hasMore() {
    rig.settle();
    return inbox.isReadable();
  }

  /** Returns the tag of the next frame, which is thrown away, or null when there is none. */
  public Tag hearsAny() {
    rig.settle();
    RawFrame frame = decode();
    if (frame == null) {
      return null;
    }
    frame.release();
    return frame.tag();
  }

  /** Expects the other side to have closed the connection. */
  public void hearsTheEnd() {
    rig.settle();
    assertThat(disconnected).as("closed by the other side; %s", rig).isTrue();
  }

  public boolean isDisconnected() {
    return disconnected;
  }

  // The steps of a conversation in which nothing goes wrong.

  /** Sends the banner. */
  public ScriptedPeer sendsBanner() {
    return sends(banner.toBytes());
  }

  /** Exchanges banners. */
  public ScriptedPeer exchangesBanners() {
    sendsBanner();
    hearsBanner();
    return this;
  }

  /** Exchanges banners and HELLO. */
  public ScriptedPeer greets() {
    exchangesBanners();
    hears(ControlFrame.Hello.class);
    return sends(hello());
  }

  /** Returns a proper HELLO. */
  public ControlFrame.Hello hello() {
    return switch (role) {
      case CONNECTOR -> new ControlFrame.Hello(8, Setup.SERVER);
      case ACCEPTOR -> new ControlFrame.Hello(4, clientSocket);
    };
  }

  /** From where the client's connection seems to come. */
  public ScriptedPeer sees(EntityAddress newClientSocket) {
    clientSocket = newClientSocket;
    return this;
  }

  /** Goes from the first byte to the end of authentication, signatures included. */
  public ScriptedPeer logsIn() {
    greets();
    signs(
        switch (role) {
          case CONNECTOR -> asks();
          case ACCEPTOR -> answers();
        });
    hears(ControlFrame.AuthSignature.class);
    return this;
  }

  /** Goes from the first byte to a session in which messages can be exchanged. */
  public ScriptedPeer becomesReady() {
    logsIn();
    switch (role) {
      case CONNECTOR -> {
        sends(clientIdent());
        hears(ControlFrame.ServerIdent.class);
      }
      case ACCEPTOR -> {
        hears(ControlFrame.ClientIdent.class);
        sends(serverIdent());
      }
    }
    rig.settle();
    return this;
  }

  /** Returns a proper CLIENT_IDENT of a lossy client. */
  public ControlFrame.ClientIdent clientIdent() {
    return new ControlFrame.ClientIdent(
        EntityAddressVector.of(EntityAddress.parse("any:127.0.0.2:0/5")),
        Setup.SERVER,
        4000,
        1,
        Features.SUPPORTED,
        Features.MSG_ADDR2,
        ControlFrame.LOSSY,
        0);
  }

  /** Returns a proper SERVER_IDENT of a lossy server. */
  public ControlFrame.ServerIdent serverIdent() {
    return serverIdent(ControlFrame.LOSSY);
  }

  /** Returns a proper SERVER_IDENT. */
  public ControlFrame.ServerIdent serverIdent(long flags) {
    return new ControlFrame.ServerIdent(
        EntityAddressVector.of(Setup.SERVER),
        0,
        1,
        Features.SUPPORTED,
        Features.MSG_ADDR2,
        flags,
        flags == ControlFrame.LOSSY ? 0 : 77);
  }

  /** What authentication led to. */
  public record Agreed(ConnectionMode mode, AuthOutcome outcome) {}

  /** As connector: sends AUTH_REQUEST and goes on until AUTH_DONE was received. */
  public Agreed asks() {
    AuthRequest request = connector.request();
    sends(
        new ControlFrame.AuthRequest(
            request.method(), request.preferredModes(), request.payload()));
    while (true) {
      ControlFrame answer = hears(ControlFrame.class);
      if (answer instanceof ControlFrame.AuthReplyMore more) {
        sends(new ControlFrame.AuthRequestMore(connector.replyMore(more.payload())));
        continue;
      }
      assertThat(answer).isInstanceOf(ControlFrame.AuthDone.class);
      var done = (ControlFrame.AuthDone) answer;
      ConnectionMode mode = ConnectionMode.ofWire(done.mode()).orElseThrow();
      return new Agreed(mode, connector.done(done.globalId(), mode, done.payload()));
    }
  }

  /** As acceptor: answers AUTH_REQUEST until AUTH_DONE was sent. */
  public Agreed answers() {
    var asked = hears(ControlFrame.AuthRequest.class);
    AuthDecision decision =
        acceptor.request(new AuthRequest(asked.method(), asked.preferredModes(), asked.payload()));
    while (decision instanceof AuthDecision.More more) {
      sends(new ControlFrame.AuthReplyMore(more.payload()));
      decision = acceptor.requestMore(hears(ControlFrame.AuthRequestMore.class).payload());
    }
    assertThat(decision).isInstanceOf(AuthDecision.Done.class);
    var done = (AuthDecision.Done) decision;
    sends(new ControlFrame.AuthDone(done.outcome().globalId(), done.mode().wire(), done.payload()));
    return new Agreed(done.mode(), done.outcome());
  }

  /** Switches to the mode agreed on and sends AUTH_SIGNATURE. */
  public ScriptedPeer signs(Agreed agreed) {
    return signs(agreed, digest(agreed.outcome().sessionKey(), heard.toByteArray()));
  }

  /** Switches to the mode agreed on and sends the given digest as AUTH_SIGNATURE. */
  public ScriptedPeer signs(Agreed agreed, byte[] digest) {
    if (agreed.mode() == ConnectionMode.SECURE) {
      FrameKeys keys = new FrameKeys(agreed.outcome().connectionSecret().reveal());
      encoder.secure(keys, role);
      decoder.secure(keys, role.peer());
    }
    return sends(new ControlFrame.AuthSignature(digest));
  }

  /** Returns the digest that the other side has to send, before this side signs. */
  public byte[] expectedDigest(Agreed agreed) {
    return digest(agreed.outcome().sessionKey(), said.toByteArray());
  }

  private static byte[] digest(Secret key, byte[] bytes) {
    if (key.isEmpty()) {
      return new byte[SIGNATURE_BYTES];
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.reveal(), "HmacSHA256"));
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private RawFrame hearsFrame() {
    rig.settle();
    RawFrame frame = decode();
    assertThat(frame).as("a frame is there; %s", rig).isNotNull();
    return frame;
  }

  private RawFrame decode() {
    int at = inbox.readerIndex();
    RawFrame frame = decoder.decode(inbox);
    hear(at);
    return frame;
  }

  private void hear(int from) {
    heard.writeBytes(ByteBufUtil.getBytes(inbox, from, inbox.readerIndex() - from));
  }

  private byte[] encoded(Consumer<FrameOutput> frame) {
    FrameOutput out = new FrameOutput(allocator);
    frame.accept(out);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuf part = out.poll(); part != null; part = out.poll()) {
      bytes.writeBytes(ByteBufUtil.getBytes(part));
      part.release();
    }
    return bytes.toByteArray();
  }

  @Override
  public ByteBuf poll() {
    return outbox.poll();
  }

  @Override
  public void transmitted(long nowNanos) {
    // Nothing depends on it.
  }

  @Override
  public void receive(byte[] bytes, long nowNanos) {
    inbox.writeBytes(bytes);
  }

  @Override
  public void disconnected(String how) {
    disconnected = true;
  }

  @Override
  public boolean hangsUp() {
    return hangsUp;
  }

  @Override
  public long deadlineNanos() {
    return Long.MAX_VALUE;
  }

  @Override
  public void deadlinePassed(long nowNanos) {
    // It has all the time in the world.
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.release();
    }
  }

  @Override
  public String toString() {
    return "scripted " + role + ", " + inbox.readableBytes() + " bytes not looked at";
  }
}
