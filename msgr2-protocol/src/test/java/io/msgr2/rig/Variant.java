// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import java.util.Arrays;
import java.util.stream.Stream;

/** The ways in which one conversation can look on the wire. */
public record Variant(Revision revision, Security security) {
  /** What most tests are about: msgr2.1, crc, nobody authenticates. */
  public static final Variant PLAIN = new Variant(Revision.V2_1, Security.NONE_CRC);

  /** Returns all variants, for parameterised tests. */
  public static Stream<Variant> all() {
    return Arrays.stream(Revision.values())
        .flatMap(
            revision ->
                Arrays.stream(Security.values()).map(security -> new Variant(revision, security)));
  }

  /** Returns the variants whose AUTH_SIGNATURE has a key. */
  public static Stream<Variant> signed() {
    return all().filter(variant -> variant.security.isSigned());
  }

  /** Returns the variants with encrypted frames. */
  public static Stream<Variant> secure() {
    return all().filter(variant -> variant.security.mode() == ConnectionMode.SECURE);
  }

  /** Returns a client and a server that talk this way. */
  public Setup setup() {
    Setup setup = new Setup(security);
    if (revision == Revision.V2_0) {
      // One side that has no newer revision is enough.
      setup.server.banner(0, 0);
    } else {
      setup.server.banner(Banner.REVISION_1, 0);
    }
    return setup;
  }

  @Override
  public String toString() {
    return revision + " " + security;
  }
}
