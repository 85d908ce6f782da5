// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.decode;

import io.msgr2.auth.AuthMethod;
import io.msgr2.cli.output.Format;
import io.msgr2.cli.output.Result;
import io.msgr2.frame.MessageHeader;
import io.msgr2.testkit.capture.ConnectionTranscript;
import io.msgr2.testkit.capture.Event;
import java.util.HexFormat;
import java.util.List;

/**
 * Transcripts as JSON: for each connection what was agreed on, the frames in the order of the
 * recording, and what could not be decoded.
 *
 * @param payloads whether the payloads of messages are printed, besides their lengths
 */
record TranscriptJson(boolean payloads) {
  String print(List<ConnectionTranscript> transcripts) {
    return new Result()
        .put("connections", transcripts.stream().map(this::connection).toList())
        .print(Format.JSON);
  }

  private Result connection(ConnectionTranscript transcript) {
    var summary = transcript.summary();
    Result result =
        new Result()
            .put("connection", transcript.number())
            .put("endpoints", transcript.connection().toString())
            .put("phase", summary.phase().toString());
    summary.revision().ifPresent(revision -> result.put("revision", revision.toString()));
    summary.mode().ifPresent(mode -> result.put("mode", mode.toString()));
    summary.authMethod().ifPresent(method -> result.put("authMethod", AuthMethod.nameOf(method)));
    summary.name().ifPresent(name -> result.put("name", name.toString()));
    summary
        .globalId()
        .ifPresent(globalId -> result.put("globalId", Long.toUnsignedString(globalId)));
    return result
        .put("undecodedBytes", transcript.undecodedBytes())
        .put("frames", transcript.of(Event.Sent.class).map(this::frame).toList())
        .put("problems", transcript.problems().stream().map(TranscriptJson::problem).toList());
  }

  private Result frame(Event.Sent sent) {
    Result result =
        new Result()
            .put("sender", sent.sender().toString())
            .put("offset", sent.offset())
            .put("bytes", sent.length());
    if (sent instanceof Event.MessageSent message) {
      result.put("tag", "MESSAGE");
      addMessage(message, result);
    } else if (sent instanceof Event.ControlSent control) {
      result.put("tag", control.frame().tag().toString());
    } else if (sent instanceof Event.FrameAborted aborted) {
      result.put("tag", aborted.tag().toString()).put("aborted", true);
    } else {
      result.put("tag", "banner");
    }
    return result;
  }

  private void addMessage(Event.MessageSent message, Result result) {
    MessageHeader header = message.header();
    result
        .put("type", header.type())
        .put("seq", header.seq())
        .put("tid", header.tid())
        .put("ackSeq", header.ackSeq())
        .put("priority", header.priority())
        .put("version", header.version())
        .put("compatVersion", header.compatVersion())
        .put("frontBytes", message.front().length)
        .put("middleBytes", message.middle().length)
        .put("dataBytes", message.data().length);
    if (payloads) {
      HexFormat hex = HexFormat.of();
      result
          .put("front", hex.formatHex(message.front()))
          .put("middle", hex.formatHex(message.middle()))
          .put("data", hex.formatHex(message.data()));
    }
  }

  private static Result problem(Event.Problem problem) {
    return new Result()
        .put("kind", problem.kind().toString())
        .put("sender", problem.sender().toString())
        .put("offset", problem.offset())
        .put("undecodedBytes", problem.undecodedBytes())
        .put("detail", problem.detail());
  }
}
