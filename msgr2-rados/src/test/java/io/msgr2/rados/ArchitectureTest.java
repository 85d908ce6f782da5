// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import io.msgr2.rados.mon.MonClient;
import java.util.Set;

/** What this floor may know, and what its parts may know of each other. */
@AnalyzeClasses(locations = ArchitectureTest.ThisModule.class)
class ArchitectureTest {
  static final class ThisModule implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(
          Location.of(MonClient.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest
  static final ArchRule this_floor_uses_netty_for_its_buffers_alone =
      noClasses()
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage("io.msgr2..", "java..", "io.netty.buffer", "org.slf4j")));

  @ArchTest
  static final ArchRule this_floor_uses_no_floor_above_it =
      noClasses().should().dependOnClassesThat(resideInAnyPackage("io.msgr2.cli.."));

  @ArchTest
  static final ArchRule messages_and_configuration_know_neither_each_other_nor_a_network =
      noClasses()
          .that()
          .resideInAnyPackage("io.msgr2.rados.conf", "io.msgr2.rados.message")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.msgr2.rados.mon", "io.msgr2.messenger", "io.msgr2.session"));

  @ArchTest
  static final ArchRule messages_do_not_know_the_configuration =
      noClasses()
          .that()
          .resideInAPackage("io.msgr2.rados.message")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.msgr2.rados.conf"));

  @ArchTest
  static final ArchRule the_configuration_does_not_know_messages =
      noClasses()
          .that()
          .resideInAPackage("io.msgr2.rados.conf")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.msgr2.rados.message"));
}
