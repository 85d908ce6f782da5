// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.session.Message;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiveBuffersTest {
  private static final int DATA_BYTES = 8 << 20;

  /** Keeps the sizes of all buffers that were asked for. */
  private static final class Recording extends AbstractByteBufAllocator {
    final List<Integer> sizes = new CopyOnWriteArrayList<>();

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      sizes.add(initialCapacity);
      return UnpooledByteBufAllocator.DEFAULT.heapBuffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      sizes.add(initialCapacity);
      return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("io.msgr2.messenger.Ends#allTransports")
  void a_large_payload_is_read_into_the_buffer_that_the_application_gets(Transport transport)
      throws Exception {
    Recording allocator = new Recording();
    CompletableFuture<Boolean> right = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            Answers.check(message);
            right.complete(message.data().isDirect());
          }
        };
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .transport(transport)
                .allocator(allocator)
                .handler(handler)
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).transport(transport).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      connection.send(Answers.request(1, DATA_BYTES));

      assertThat(Ends.await(right)).isTrue();
      assertThat(allocator.sizes).filteredOn(size -> size >= DATA_BYTES).hasSize(1);
      long others =
          allocator.sizes.stream().filter(size -> size < DATA_BYTES).mapToLong(i -> i).sum();
      assertThat(others).as("all buffers but the payload's").isLessThan(DATA_BYTES / 8);
    }
  }
}
