// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import java.util.HexFormat;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Control frames as text, with numbers by their names. */
final class ControlText {
  private ControlText() {}

  static String banner(Banner banner) {
    return "supported " + hex(banner.supported()) + " required " + hex(banner.required());
  }

  static String of(ControlFrame frame) {
    return switch (frame.tag()) {
      case HELLO -> hello((ControlFrame.Hello) frame);
      case AUTH_REQUEST -> authRequest((ControlFrame.AuthRequest) frame);
      case AUTH_BAD_METHOD -> badMethod((ControlFrame.AuthBadMethod) frame);
      case AUTH_REPLY_MORE -> payload(((ControlFrame.AuthReplyMore) frame).payload());
      case AUTH_REQUEST_MORE -> payload(((ControlFrame.AuthRequestMore) frame).payload());
      case AUTH_DONE -> authDone((ControlFrame.AuthDone) frame);
      case AUTH_SIGNATURE ->
          HexFormat.of().formatHex(((ControlFrame.AuthSignature) frame).digest());
      case CLIENT_IDENT -> clientIdent((ControlFrame.ClientIdent) frame);
      case SERVER_IDENT -> serverIdent((ControlFrame.ServerIdent) frame);
      case IDENT_MISSING_FEATURES -> hex(((ControlFrame.IdentMissingFeatures) frame).features());
      case SESSION_RECONNECT -> reconnect((ControlFrame.SessionReconnect) frame);
      case SESSION_RESET -> ((ControlFrame.SessionReset) frame).full() ? "full" : "not full";
      case SESSION_RETRY -> "connect_seq " + ((ControlFrame.SessionRetry) frame).connectSeq();
      case SESSION_RETRY_GLOBAL ->
          "global_seq " + ((ControlFrame.SessionRetryGlobal) frame).globalSeq();
      case SESSION_RECONNECT_OK -> "msg_seq " + ((ControlFrame.SessionReconnectOk) frame).msgSeq();
      case WAIT -> "";
      case KEEPALIVE2 -> {
        ControlFrame.Keepalive2 keepalive = (ControlFrame.Keepalive2) frame;
        yield stamp(keepalive.seconds(), keepalive.nanos());
      }
      case KEEPALIVE2_ACK -> {
        ControlFrame.Keepalive2Ack ack = (ControlFrame.Keepalive2Ack) frame;
        yield stamp(ack.seconds(), ack.nanos());
      }
      case ACK -> "seq " + Long.toUnsignedString(((ControlFrame.Ack) frame).seq());
      case COMPRESSION_REQUEST -> compressionRequest((ControlFrame.CompressionRequest) frame);
      case COMPRESSION_DONE -> compressionDone((ControlFrame.CompressionDone) frame);
      case MESSAGE -> throw new IllegalArgumentException("MESSAGE is no control frame");
    };
  }

  static String entityType(int number) {
    for (EntityType type : EntityType.values()) {
      if (type.wire() == number) {
        return type.toString();
      }
    }
    return "entity type " + number;
  }

  static String compression(int method) {
    return switch (method) {
      case 0 -> "no";
      case 1 -> "snappy";
      case 2 -> "zlib";
      case 3 -> "zstd";
      case 4 -> "lz4";
      case 5 -> "brotli";
      default -> "method " + method;
    };
  }

  private static String hello(ControlFrame.Hello hello) {
    return entityType(hello.entityType()) + ", sees " + hello.peerAddress();
  }

  private static String authRequest(ControlFrame.AuthRequest request) {
    return AuthMethod.nameOf(request.method())
        + ", modes "
        + names(request.preferredModes(), ConnectionMode::nameOf)
        + ", "
        + payload(request.payload());
  }

  private static String badMethod(ControlFrame.AuthBadMethod bad) {
    return AuthMethod.nameOf(bad.method())
        + " failed with "
        + bad.result()
        + ", methods "
        + names(bad.allowedMethods(), AuthMethod::nameOf)
        + ", modes "
        + names(bad.allowedModes(), ConnectionMode::nameOf);
  }

  private static String authDone(ControlFrame.AuthDone done) {
    return "global id "
        + Long.toUnsignedString(done.globalId())
        + ", mode "
        + ConnectionMode.nameOf(done.mode())
        + ", "
        + payload(done.payload());
  }

  private static String clientIdent(ControlFrame.ClientIdent ident) {
    return ident.addresses()
        + " dials "
        + ident.targetAddress()
        + session(ident.gid(), ident.globalSeq(), ident.flags(), ident.cookie())
        + features(ident.supportedFeatures(), ident.requiredFeatures());
  }

  private static String serverIdent(ControlFrame.ServerIdent ident) {
    return ident.addresses()
        + session(ident.gid(), ident.globalSeq(), ident.flags(), ident.cookie())
        + features(ident.supportedFeatures(), ident.requiredFeatures());
  }

  private static String session(long gid, long globalSeq, long flags, long cookie) {
    return ", gid "
        + gid
        + ", global_seq "
        + globalSeq
        + (flags == ControlFrame.LOSSY ? ", lossy" : ", flags " + hex(flags))
        + ", cookie "
        + hex(cookie);
  }

  private static String features(long supported, long required) {
    return ", features supported " + hex(supported) + " required " + hex(required);
  }

  private static String reconnect(ControlFrame.SessionReconnect reconnect) {
    return reconnect.addresses()
        + ", client cookie "
        + hex(reconnect.clientCookie())
        + ", server cookie "
        + hex(reconnect.serverCookie())
        + ", global_seq "
        + reconnect.globalSeq()
        + ", connect_seq "
        + reconnect.connectSeq()
        + ", msg_seq "
        + reconnect.msgSeq();
  }

  private static String compressionRequest(ControlFrame.CompressionRequest request) {
    return (request.compress() ? "wanted, methods " : "not wanted, methods ")
        + names(request.methods(), ControlText::compression);
  }

  private static String compressionDone(ControlFrame.CompressionDone done) {
    return done.compress() ? compression(done.method()) : "none";
  }

  private static String payload(byte[] payload) {
    return payload.length + " bytes";
  }

  private static String stamp(int seconds, int nanos) {
    return "%s.%09d".formatted(Integer.toUnsignedString(seconds), Integer.toUnsignedLong(nanos));
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  private static String names(List<Integer> numbers, IntFunction<String> name) {
    return numbers.isEmpty()
        ? "none"
        : numbers.stream().map(name::apply).collect(Collectors.joining("/"));
  }
}
