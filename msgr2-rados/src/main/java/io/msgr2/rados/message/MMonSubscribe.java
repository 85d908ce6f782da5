// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.message;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks a monitor to send something now and whenever it changes.
 *
 * @param what the names of what is wanted, such as {@code monmap} or {@code osdmap}
 * @param hostName the machine's name, which may steer the configuration that the monitor sends
 */
public record MMonSubscribe(Map<String, Want> what, String hostName) implements MessageBody {
  public static final int TYPE = 15;

  private static final int VERSION = 3;

  /**
   * Since when, and how often.
   *
   * @param start the first version that is wanted; 0 for the newest
   * @param flags 1 to be told once, else 0
   */
  public record Want(long start, int flags) {
    private static final int ONCE = 1;

    /** Wants every version from the given one on. */
    public static Want from(long start) {
      return new Want(start, 0);
    }

    /** Wants one answer, of the given version or a newer one. */
    public static Want once(long start) {
      return new Want(start, ONCE);
    }

    /** Returns whether one answer is all. */
    public boolean isOnce() {
      return (flags & ONCE) != 0;
    }

    static Want read(WireReader reader) {
      return new Want(reader.u64(), reader.u8());
    }

    void write(WireWriter writer) {
      writer.u64(start).u8(flags);
    }
  }

  public MMonSubscribe {
    what = Collections.unmodifiableSortedMap(new TreeMap<>(what));
  }

  /** Reads the fields. */
  public static MMonSubscribe read(WireReader reader) {
    return new MMonSubscribe(reader.map(WireReader::string, Want::read), reader.string());
  }

  @Override
  public int type() {
    return TYPE;
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public void write(WireWriter writer) {
    writer.map(what, WireWriter::string, (w, want) -> want.write(w)).string(hostName);
  }
}
