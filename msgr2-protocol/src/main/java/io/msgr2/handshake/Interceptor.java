// SPDX-License-Identifier: Apache-2.0
package io.msgr2.handshake;

import io.msgr2.frame.Tag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Is asked at defined points of a connection how it goes on there; for tests. */
@FunctionalInterface
public interface Interceptor {
  /** Lets everything go on. */
  Interceptor NONE = point -> Action.CONTINUE;

  /** Says how the connection goes on at a point, before anything is done there. */
  Action reached(Point point);

  /** Where a point is. */
  enum Step {
    /** The owner of a session is about to open a TCP connection. */
    SOCKET_CONNECTING,
    /** The owner of a session accepted a TCP connection. */
    SOCKET_ACCEPTED,
    BANNER_WRITE,
    BANNER_READ,
    BANNER_PAYLOAD_READ,
    FRAME_WRITE,
    FRAME_READ
  }

  /**
   * A point.
   *
   * @param step where it is
   * @param tag which frame is written or was read
   */
  record Point(Step step, Optional<Tag> tag) {
    private static final Map<Tag, Point> WRITES = ofEachTag(Step.FRAME_WRITE);
    private static final Map<Tag, Point> READS = ofEachTag(Step.FRAME_READ);

    public static Point of(Step step) {
      return new Point(step, Optional.empty());
    }

    public static Point write(Tag tag) {
      return WRITES.get(tag);
    }

    public static Point read(Tag tag) {
      return READS.get(tag);
    }

    private static Map<Tag, Point> ofEachTag(Step step) {
      Map<Tag, Point> points = new EnumMap<>(Tag.class);
      for (Tag tag : Tag.values()) {
        points.put(tag, new Point(step, Optional.of(tag)));
      }
      return points;
    }

    @Override
    public String toString() {
      return switch (step) {
        case FRAME_WRITE -> tag.orElseThrow() + "/W";
        case FRAME_READ -> tag.orElseThrow() + "/R";
        default -> step.toString();
      };
    }
  }

  /** How a connection goes on. */
  enum Action {
    CONTINUE,
    /** The step is not done; the connection fails. */
    FAULT,
    /** The step waits until the connection is unblocked. */
    BLOCK,
    /** The step is done, the TCP connection closed, and the rest waits until it is unblocked. */
    STALL
  }
}
