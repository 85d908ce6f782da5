// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.LocationProvider;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.netty.channel.ChannelHandlerContext;
import java.util.Set;

/** What the messenger may know, and what its users do not have to. */
@AnalyzeClasses(locations = ArchitectureTest.ThisModule.class)
class ArchitectureTest {
  static final class ThisModule implements LocationProvider {
    @Override
    public Set<Location> get(Class<?> testClass) {
      return Set.of(
          Location.of(Messenger.class.getProtectionDomain().getCodeSource().getLocation()));
    }
  }

  @ArchTest
  static final ArchRule the_public_api_shows_nothing_of_netty_but_buffers =
      classes()
          .that()
          .arePublic()
          .should(
              new ArchCondition<>("have no public member with a type of Netty but of its buffers") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  for (JavaMember member : type.getMembers()) {
                    boolean seen =
                        member.getModifiers().contains(JavaModifier.PUBLIC)
                            || member.getModifiers().contains(JavaModifier.PROTECTED);
                    for (JavaClass used :
                        seen ? member.getAllInvolvedRawTypes() : Set.<JavaClass>of()) {
                      if (used.getPackageName().startsWith("io.netty.")
                          && !used.getPackageName().equals("io.netty.buffer")) {
                        events.add(
                            SimpleConditionEvent.violated(member, member + " shows " + used));
                      }
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule the_messenger_depends_on_the_protocol_netty_and_slf4j_alone =
      noClasses()
          .should()
          .dependOnClassesThat(
              not(resideInAnyPackage("io.msgr2..", "java..", "io.netty..", "org.slf4j")));

  @ArchTest
  static final ArchRule the_messenger_uses_no_floor_above_it =
      noClasses()
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.msgr2.rados..", "io.msgr2.cli.."));

  @ArchTest
  static final ArchRule the_messenger_uses_no_internals_of_netty =
      noClasses().should().dependOnClassesThat(resideInAPackage("io.netty..internal.."));

  @ArchTest
  static final ArchRule one_class_knows_the_pipeline =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName(SessionChannel.class.getName())
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ChannelHandlerContext.class);
}
