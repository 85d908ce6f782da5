// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.plan;

import io.msgr2.bench.peers.Iperf;
import io.msgr2.bench.peers.Rados;
import io.msgr2.bench.peers.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What of all there is to measure.
 *
 * @param sections names of sections
 * @param cases rows of the matrix
 * @param contenders columns of the matrix
 * @param cephConf of the cluster for {@code rados bench}
 */
public record Selection(
    Set<String> sections,
    List<Shape> cases,
    Set<String> contenders,
    Optional<Path> cephConf,
    String radosPool) {
  /** All sections. */
  public static final String SECTIONS =
      "matrix,handshakes,memory,flatness,loops,policies,compression";

  /** The matrix's rows by default. */
  public static final String CASES = Sections.CASES;

  /** The matrix's columns by default. */
  public static final String CONTENDERS = Sections.CONTENDERS;

  /** Columns that the matrix can have besides. */
  public static final String MORE_CONTENDERS = Sections.MORE_CONTENDERS;

  /** All columns that the matrix can have. */
  public static final String ALL_CONTENDERS = CONTENDERS + "," + MORE_CONTENDERS;

  /** Returns the sections in their order. */
  List<SectionPlan> plan(Optional<Iperf> iperf, Path keyring) {
    List<SectionPlan> plans = new ArrayList<>();
    plans.add(Sections.matrix(cases, contenders, iperf));
    plans.add(Sections.handshakes(keyring));
    plans.add(Sections.memory());
    plans.add(Sections.flatness());
    plans.add(Sections.loops());
    plans.add(Sections.policies());
    plans.add(Sections.compression());
    plans.removeIf(plan -> !sections.contains(plan.id()));
    cephConf.ifPresent(conf -> plans.add(Sections.rados(new Rados(conf, radosPool))));
    return plans;
  }
}
