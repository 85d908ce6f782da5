// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

class MessageTest {
  private final ByteBuf shared = Unpooled.buffer().writeLong(1);

  @Test
  void lives_until_every_owner_has_released_it() {
    Message message = message();

    assertThat(message.retain()).isSameAs(message);
    message.release();
    assertThat(shared.refCnt()).isEqualTo(2);
    message.release();
    assertThat(shared.refCnt()).isEqualTo(1);

    shared.release();
  }

  @Test
  void released_too_often_takes_nothing_from_a_message_in_the_same_buffer() {
    Message one = message();
    Message other = message();
    one.release();

    assertThatThrownBy(one::release)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Message[type 1, tid 0");
    assertThatThrownBy(one::retain).isInstanceOf(IllegalStateException.class);

    shared.release();
    assertThat(other.data().readLong()).isEqualTo(1);
    other.release();
    assertThat(shared.refCnt()).isZero();
  }

  /** Returns a message whose data are a view of the shared buffer. */
  private Message message() {
    return Message.of(1, Unpooled.EMPTY_BUFFER, shared.retain().slice());
  }
}
