// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.address.EntityName;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.frame.Revision;
import io.msgr2.frame.Role;
import io.msgr2.testkit.recording.RecordedConnection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Collects what is found on one connection, and follows its phases. */
final class TranscriptBuilder {
  private final int number;
  private final RecordedConnection recorded;
  private final List<Event> events = new ArrayList<>();
  private final Map<Role, Integer> entityTypes = new EnumMap<>(Role.class);
  private final Set<Role> signed = EnumSet.noneOf(Role.class);
  private Phase phase = Phase.BANNER;
  private Optional<Revision> revision = Optional.empty();
  private OptionalInt authMethod = OptionalInt.empty();
  private Optional<EntityName> name = Optional.empty();
  private OptionalLong globalId = OptionalLong.empty();
  private Optional<ConnectionMode> mode = Optional.empty();
  private OptionalInt compressionMethod = OptionalInt.empty();
  private boolean compressionPhase;

  TranscriptBuilder(int number, RecordedConnection recorded) {
    this.number = number;
    this.recorded = recorded;
  }

  void add(Event event) {
    events.add(event);
  }

  void problem(ProblemKind kind, Role sender, long offset, long undecodedBytes, String detail) {
    add(new Event.Problem(kind, sender, offset, undecodedBytes, detail));
  }

  /** Gives up on a direction; says so if that leaves anything undecoded. */
  void stop(Direction direction, ProblemKind kind, String detail) {
    if (!direction.stopped() && direction.left() > 0) {
      problem(kind, direction.sender(), direction.unitAt(), direction.left(), detail);
    }
    direction.stop();
  }

  void revision(Revision agreed) {
    revision = Optional.of(agreed);
  }

  /** Both banners are there. */
  void banners(Revision agreed, boolean compression) {
    revision = Optional.of(agreed);
    compressionPhase = compression;
    phase(Phase.HELLO);
  }

  /** Follows what control frames mean for the connection as a whole. */
  void control(Role sender, ControlFrame frame) {
    if (frame instanceof ControlFrame.Hello hello) {
      entityTypes.put(sender, hello.entityType());
      if (entityTypes.size() == Role.values().length) {
        phase(Phase.AUTH);
      }
    } else if (frame instanceof ControlFrame.AuthRequest request) {
      authMethod = OptionalInt.of(request.method());
    } else if (frame instanceof ControlFrame.AuthDone done) {
      globalId = OptionalLong.of(done.globalId());
      mode = ConnectionMode.ofWire(done.mode());
      phase(Phase.SIGNATURE);
    } else if (frame instanceof ControlFrame.AuthSignature) {
      signed.add(sender);
      if (signed.size() == Role.values().length) {
        phase(compressionPhase ? Phase.COMPRESSION : Phase.SESSION);
      }
    } else if (frame instanceof ControlFrame.CompressionDone done) {
      compressionMethod = done.compress() ? OptionalInt.of(done.method()) : OptionalInt.empty();
      phase(Phase.SESSION);
    } else if (frame instanceof ControlFrame.ServerIdent
        || frame instanceof ControlFrame.SessionReconnectOk) {
      phase(Phase.READY);
    }
  }

  void name(EntityName connector) {
    name = Optional.of(connector);
  }

  /** Returns the compression that was agreed on, if any was. */
  OptionalInt compressionMethod() {
    return compressionMethod;
  }

  ConnectionTranscript build() {
    return new ConnectionTranscript(
        number,
        recorded,
        new ConnectionTranscript.Summary(
            phase,
            revision,
            entityType(Role.CONNECTOR),
            entityType(Role.ACCEPTOR),
            authMethod,
            name,
            globalId,
            mode,
            compressionMethod),
        events);
  }

  private OptionalInt entityType(Role role) {
    Integer type = entityTypes.get(role);
    return type == null ? OptionalInt.empty() : OptionalInt.of(type);
  }

  private void phase(Phase next) {
    if (next.compareTo(phase) > 0) {
      phase = next;
      add(new Event.PhaseBegun(next));
    }
  }
}
