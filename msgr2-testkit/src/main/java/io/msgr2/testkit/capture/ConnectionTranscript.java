// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.RecordedConnection;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What was said on one TCP connection, in the order of the recording.
 *
 * @param number the connection's place in the recording, from 1
 * @param connection the recorded bytes
 * @param summary what the peers agreed on
 * @param events everything that was found
 */
public record ConnectionTranscript(
    int number, RecordedConnection connection, Summary summary, List<Event> events) {

  /**
   * What two peers agreed on, as far as the connection got.
   *
   * @param phase the last phase that was reached
   * @param revision the layout of frames
   * @param connectorType number of the connector's entity type
   * @param acceptorType number of the acceptor's entity type
   * @param authMethod number of the authentication method tried last
   * @param name who the connector says it is, or has a ticket for
   * @param globalId the number that AUTH_DONE gives to the connector
   * @param mode how frames are protected
   * @param compressionMethod number of the compression, if there is one
   */
  public record Summary(
      Phase phase,
      Optional<Revision> revision,
      OptionalInt connectorType,
      OptionalInt acceptorType,
      OptionalInt authMethod,
      Optional<EntityName> name,
      OptionalLong globalId,
      Optional<ConnectionMode> mode,
      OptionalInt compressionMethod) {}

  public ConnectionTranscript {
    events = List.copyOf(events);
  }

  /** Returns what could not be decoded or does not hold, in order. */
  public List<Event.Problem> problems() {
    return of(Event.Problem.class).toList();
  }

  /** Returns how many bytes no frame was made of. */
  public long undecodedBytes() {
    return problems().stream().mapToLong(Event.Problem::undecodedBytes).sum();
  }

  /** Returns the messages that one end sent, in order. */
  public List<Event.MessageSent> messages(Role sender) {
    return of(Event.MessageSent.class).filter(message -> message.sender() == sender).toList();
  }

  /** Returns the events of one kind, in order. */
  public <T extends Event> Stream<T> of(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast);
  }

  /**
   * Prints the transcript: a head line, and a line for every event. Keys and secrets are left out,
   * and so is the content of messages.
   */
  public void print(Appendable out) throws IOException {
    for (String line : TranscriptText.lines(this)) {
      out.append(line).append('\n');
    }
  }

  /** Returns what {@link #print} prints. */
  @Override
  public String toString() {
    return String.join("\n", TranscriptText.lines(this));
  }
}
