// SPDX-License-Identifier: Apache-2.0
package io.msgr2.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class LeakCheckTest {

  private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

  @Test
  void fails_a_class_that_leaves_buffers_open_and_shows_where_they_came_from() {
    Throwable failure = failureOf(LeavesBuffers.class);

    assertThat(failure).hasMessageContaining("Possible memory leak");
    assertThat(failure.getSuppressed())
        .hasSize(2)
        .anyMatch(stack -> hasFrame(stack, "allocates_on_the_heap"))
        .anyMatch(stack -> hasFrame(stack, "allocates_off_the_heap"));
  }

  @Test
  void passes_a_class_that_releases_everything() {
    containers(ReleasesEverything.class).assertStatistics(stats -> stats.failed(0));
  }

  @Test
  void waits_for_a_release_on_another_thread() {
    containers(ReleasesLater.class).assertStatistics(stats -> stats.failed(0));
  }

  @Test
  void lets_nested_classes_share_what_the_outer_one_opened() {
    containers(SharesWithNested.class).assertStatistics(stats -> stats.failed(0));
  }

  private static boolean hasFrame(Throwable stack, String method) {
    return Arrays.stream(stack.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals(method));
  }

  private static Throwable failureOf(Class<?> testClass) {
    return containers(testClass).failed().stream()
        .findFirst()
        .orElseThrow()
        .getRequiredPayload(TestExecutionResult.class)
        .getThrowable()
        .orElseThrow();
  }

  private static Events containers(Class<?> testClass) {
    return EngineTestKit.engine("junit-jupiter")
        .enableImplicitConfigurationParameters(true)
        .selectors(selectClass(testClass))
        .execute()
        .containerEvents();
  }

  static class LeavesBuffers {
    @Test
    void allocates_on_the_heap() {
      ALLOCATOR.heapBuffer(16);
    }

    @Test
    void allocates_off_the_heap() {
      ALLOCATOR.directBuffer(16);
    }
  }

  static class ReleasesEverything {
    @Test
    void allocates_and_releases() {
      ALLOCATOR.buffer(16).release();
    }
  }

  static class ReleasesLater {
    @Test
    void hands_over_to_another_thread() {
      ByteBuf buffer = ALLOCATOR.buffer(16);
      CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(buffer::release);
    }
  }

  static class SharesWithNested {
    static ByteBuf shared;

    @BeforeAll
    static void allocate() {
      shared = ALLOCATOR.buffer(16);
    }

    @AfterAll
    static void release() {
      shared.release();
    }

    @Nested
    class Inner {
      @Test
      void uses_what_is_shared() {
        assertThat(shared.refCnt()).isEqualTo(1);
      }
    }
  }
}
