// SPDX-License-Identifier: Apache-2.0
package io.msgr2.interop.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a parameter of type {@link Cluster}: a real Ceph on loopback. Classes
 * with the same annotation share one, so what they change must not disturb others. The elements are
 * the options of {@code scripts/ceph-cluster up}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Tag("interop")
@ExtendWith(ClusterExtension.class)
public @interface CephCluster {
  /** How many monitors. */
  int mons() default 1;

  /** How many OSDs. */
  int osds() default 1;

  /** {@code cephx} or {@code none}. */
  String auth() default "cephx";

  /** The connection mode that daemons allow: {@code crc}, {@code secure}, or both. */
  String mode() default "default";

  /** The type of cephx keys; by default the release's own. */
  String keyType() default "default";

  /** Further lines of ceph.conf. */
  String[] set() default {};

  /** The first of Ceph's major versions that has what is tested; it is skipped with others. */
  int since() default 0;

  /** False for tests that break things: the class gets a cluster of its own. */
  boolean shared() default true;
}
