// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.auth.AuthMethod;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.MessageHeader;
import io.msgr2.frame.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * A transcript as text. Lines of what was sent begin with its direction, {@code >} from connector
 * to acceptor and {@code <} back, the offset in that direction, and the length.
 */
final class TranscriptText {
  private static final String FACT = "                    ";

  private TranscriptText() {}

  static List<String> lines(ConnectionTranscript transcript) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "connection "
            + transcript.number()
            + ": "
            + transcript.connection()
            + (transcript.connection().beginsMidStream() ? ", begun before the recording" : ""));
    lines.add("  " + summary(transcript));
    transcript.events().forEach(event -> lines.add("  " + line(event)));
    return lines;
  }

  private static String summary(ConnectionTranscript transcript) {
    ConnectionTranscript.Summary summary = transcript.summary();
    List<String> parts = new ArrayList<>();
    parts.add("got to phase " + summary.phase());
    summary.revision().ifPresent(revision -> parts.add("msgr" + revision));
    if (summary.connectorType().isPresent() && summary.acceptorType().isPresent()) {
      parts.add(
          ControlText.entityType(summary.connectorType().getAsInt())
              + " to "
              + ControlText.entityType(summary.acceptorType().getAsInt()));
    }
    summary.authMethod().ifPresent(method -> parts.add("auth " + AuthMethod.nameOf(method)));
    summary.name().map(EntityName::toString).ifPresent(parts::add);
    summary.globalId().ifPresent(id -> parts.add("global id " + Long.toUnsignedString(id)));
    summary.mode().map(ConnectionMode::toString).ifPresent(parts::add);
    summary
        .compressionMethod()
        .ifPresent(method -> parts.add(ControlText.compression(method) + " compression"));
    long undecoded = transcript.undecodedBytes();
    parts.add(undecoded == 0 ? "all bytes decoded" : undecoded + " bytes not decoded");
    return String.join(", ", parts);
  }

  private static String line(Event event) {
    if (event instanceof Event.BannerSent sent) {
      return sent(sent, "banner", ControlText.banner(sent.banner()));
    } else if (event instanceof Event.ControlSent sent) {
      return sent(sent, sent.frame().tag().name(), ControlText.of(sent.frame()));
    } else if (event instanceof Event.MessageSent sent) {
      return sent(sent, "MESSAGE", message(sent));
    } else if (event instanceof Event.FrameAborted sent) {
      return sent(sent, sent.tag().name(), "aborted by its sender");
    } else if (event instanceof Event.Authentication authentication) {
      return FACT + AuthText.of(authentication.step());
    } else if (event instanceof Event.SignatureVerified) {
      return FACT + "signature verified";
    } else if (event instanceof Event.PhaseBegun begun) {
      return "-- " + begun.phase();
    } else if (event instanceof Event.Finished finished) {
      return arrow(finished.sender()) + " end (FIN)";
    } else if (event instanceof Event.Reset reset) {
      return arrow(reset.sender()) + " end (RST)";
    } else {
      return problem((Event.Problem) event);
    }
  }

  private static String sent(Event.Sent sent, String what, String content) {
    return "%s %8d %7d  %-20s %s"
        .formatted(arrow(sent.sender()), sent.offset(), sent.length(), what, content)
        .stripTrailing();
  }

  private static String message(Event.MessageSent message) {
    MessageHeader header = message.header();
    return "%s seq %s tid %s ack %s version %d/%d priority %d: %d + %d + %d bytes"
        .formatted(
            MessageTypes.nameOf(header.type()),
            Long.toUnsignedString(header.seq()),
            Long.toUnsignedString(header.tid()),
            Long.toUnsignedString(header.ackSeq()),
            header.version(),
            header.compatVersion(),
            header.priority(),
            message.front().length,
            message.middle().length,
            message.data().length);
  }

  private static String problem(Event.Problem problem) {
    return "%s %8d !! %s: %s%s"
        .formatted(
            arrow(problem.sender()),
            problem.offset(),
            problem.kind(),
            problem.detail(),
            problem.undecodedBytes() == 0
                ? ""
                : " (" + problem.undecodedBytes() + " bytes not decoded)");
  }

  private static String arrow(Role sender) {
    return switch (sender) {
      case CONNECTOR -> ">";
      case ACCEPTOR -> "<";
    };
  }
}
