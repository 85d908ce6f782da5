// SPDX-License-Identifier: Apache-2.0
package io.msgr2;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import io.msgr2.codec.ProtocolException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** The floors of the protocol, and what none of them may know. */
@AnalyzeClasses(locations = LayersTest.ThisModule.class)
class LayersTest {
  /** The module's own classes, without its tests and the modules that those use. */
  static final class ThisModule implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(
          Location.of(ProtocolException.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  private static final List<String> FLOORS =
      List.of("codec", "address", "compression", "frame", "auth", "handshake", "session");

  @ArchTest
  static final ArchRule every_class_is_on_a_floor =
      classes().should().resideInAnyPackage(packagesUpTo(FLOORS.size() - 1));

  @ArchTest static final ArchRule a_floor_uses_only_what_is_below_it = floors();

  @ArchTest
  static final ArchRule the_core_uses_the_jdk_and_netty_buffers_alone =
      noClasses()
          .should()
          .dependOnClassesThat(
              not(
                  resideInAnyPackage(
                      "io.msgr2..",
                      "java..",
                      "javax.crypto..",
                      "io.netty.buffer",
                      "io.netty.util")))
          .because("no channel, logger or library belongs into the core");

  @ArchTest
  static final ArchRule the_core_knows_no_socket =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.net..")
                  .and(
                      not(
                          belongToAnyOf(
                              InetAddress.class,
                              Inet4Address.class,
                              Inet6Address.class,
                              SocketAddress.class,
                              InetSocketAddress.class,
                              UnknownHostException.class))))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.channels..");

  @ArchTest
  static final ArchRule the_core_asks_no_name_service =
      noClasses()
          .should()
          .accessTargetWhere(
              method(
                  InetAddress.class,
                  "getByName",
                  "getAllByName",
                  "getLocalHost",
                  "getHostName",
                  "getCanonicalHostName",
                  "isReachable"))
          .orShould()
          .accessTargetWhere(method(InetSocketAddress.class, "getHostName"))
          .orShould()
          .callConstructor(InetSocketAddress.class, String.class, int.class);

  @ArchTest
  static final ArchRule the_core_knows_no_thread =
      noClasses()
          .should()
          .dependOnClassesThat(
              belongToAnyOf(Thread.class, ThreadGroup.class)
                  .or(
                      resideInAnyPackage("java.util.concurrent", "java.util.concurrent.locks")
                          .and(not(belongToAnyOf(ConcurrentMap.class, ConcurrentHashMap.class)))))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Timer.class, TimerTask.class);

  @ArchTest
  static final ArchRule the_core_reads_no_clock =
      noClasses()
          .should()
          .accessTargetWhere(method(System.class, "currentTimeMillis", "nanoTime"))
          .orShould()
          .accessTargetWhere(
              target(
                  "is java.time's now()",
                  target ->
                      target.getOwner().getPackageName().startsWith("java.time")
                          && target.getName().equals("now")))
          .orShould()
          .accessTargetWhere(
              target(
                  "is a clock of the system",
                  target ->
                      target.getOwner().isAssignableTo(Clock.class)
                          && target.getName().matches("system.*|tick.*")))
          .orShould()
          .callConstructor(Date.class)
          .orShould()
          .accessTargetWhere(method(Calendar.class, "getInstance"));

  @ArchTest
  static final ArchRule the_core_has_no_source_of_randomness =
      noClasses()
          .should()
          .accessTargetWhere(
              target(
                  "makes or finds a random generator",
                  target ->
                      isRandomGenerator(target.getOwner())
                          && Set.of(
                                  "<init>",
                                  "getInstance",
                                  "getInstanceStrong",
                                  "current",
                                  "of",
                                  "getDefault")
                              .contains(target.getName())))
          .orShould()
          .accessTargetWhere(method(Math.class, "random"))
          .orShould()
          .accessTargetWhere(method(UUID.class, "randomUUID"));

  private static ArchRule floors() {
    List<ArchRule> rules =
        IntStream.range(0, FLOORS.size())
            .<ArchRule>mapToObj(
                floor ->
                    noClasses()
                        .that()
                        .resideInAPackage("io.msgr2." + FLOORS.get(floor) + "..")
                        .should()
                        .dependOnClassesThat(
                            resideInAPackage("io.msgr2..")
                                .and(not(resideInAnyPackage(packagesUpTo(floor)))))
                        .allowEmptyShould(true))
            .toList();
    return CompositeArchRule.of(rules);
  }

  private static String[] packagesUpTo(int floor) {
    return FLOORS.stream()
        .limit(floor + 1)
        .map(name -> "io.msgr2." + name + "..")
        .toArray(String[]::new);
  }

  private static boolean isRandomGenerator(JavaClass owner) {
    return owner.isAssignableTo(RandomGenerator.class)
        || owner.isAssignableTo(Random.class)
        || owner.isAssignableTo(SecureRandom.class)
        || owner.isAssignableTo(SplittableRandom.class);
  }

  private static DescribedPredicate<JavaAccess<?>> method(Class<?> owner, String... names) {
    return target(
        "is " + owner.getSimpleName() + "." + String.join(" or ", names),
        target ->
            assignableTo(owner).test(target.getOwner())
                && Set.of(names).contains(target.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> target(
      String description, Predicate<AccessTarget> predicate) {
    return describe(description, access -> predicate.test(access.getTarget()));
  }
}
