// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoopTurnTest {
  private final Object one = new Object();
  private final Object another = new Object();

  @Test
  void a_session_that_comes_again_has_the_loop_for_itself() {
    assertThat(LoopTurn.take(one)).isFalse();
    assertThat(LoopTurn.take(one)).isTrue();
    assertThat(LoopTurn.take(one)).isTrue();
  }

  @Test
  void sessions_that_take_turns_have_not() {
    assertThat(LoopTurn.take(one)).isFalse();
    assertThat(LoopTurn.take(another)).isFalse();
    assertThat(LoopTurn.take(one)).isFalse();
  }
}
