// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.ControlFrame;
import io.msgr2.session.Message;
import io.msgr2.session.Throttle;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers and handlers that are slower than those who talk to them. */
class BackPressureTest {
  private static final long FEW_BYTES = 4 << 20;

  private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

  @ParameterizedTest
  @EnumSource(names = {"CRC", "SECURE"})
  void encoded_messages_do_not_pile_up_for_a_peer_that_does_not_read(ConnectionMode mode)
      throws Exception {
    CompletableFuture<Connection> accepted = new CompletableFuture<>();
    Handler handler =
        new Handler() {
          @Override
          public void accepted(Connection connection) {
            accepted.complete(connection);
          }
        };
    ByteBuf payload = Unpooled.wrappedBuffer(new byte[1000]);
    Security security = mode == ConnectionMode.CRC ? Security.NONE_CRC : Security.FIXED_SECURE;
    try (Messenger server = Ends.server(security).allocator(allocator).handler(handler).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer deaf = RawPeer.dial(address)) {
        deaf.becomeReady(address, mode);
        Connection connection = Ends.await(accepted);
        int count = 100_000;
        for (int i = 0; i < count; i++) {
          connection.send(Message.of(2, Unpooled.EMPTY_BUFFER, payload.retainedDuplicate()));
        }
        // The loop has seen all of them when it runs what comes after them.
        Ends.settle(connection);

        assertThat(usedBytes()).isLessThan(FEW_BYTES);
        connection.markDown();
        Ends.awaitEnd(connection);
      }
    }
    assertThat(payload.refCnt()).isEqualTo(1);
  }

  @Test
  void answers_do_not_pile_up_for_a_peer_that_asks_and_does_not_read() throws Exception {
    try (Messenger server = Ends.server(Security.NONE_CRC).allocator(allocator).build()) {
      EntityAddress address = Ends.listen(server).front();
      try (RawPeer deaf = RawPeer.dial(address)) {
        deaf.becomeReady(address, ConnectionMode.CRC);
        byte[] many = repeated(deaf.bytes(new ControlFrame.Keepalive2(1, 2)), 10_000);
        // Far more than the kernel's buffers hold, so most of it was read when this returns.
        for (int i = 0; i < 100; i++) {
          deaf.write(many);
        }

        assertThat(usedBytes()).isLessThan(FEW_BYTES);
      }
    }
  }

  @Test
  void a_slow_handler_slows_its_peer_down() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger handled = new AtomicInteger();
    Handler slow =
        new Handler() {
          @Override
          public void message(Connection connection, Message message) {
            try {
              assertThat(go.await(Ends.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            handled.incrementAndGet();
          }
        };
    ExecutorService thread = Executors.newSingleThreadExecutor();
    int count = 300;
    ByteBuf payload = Unpooled.wrappedBuffer(new byte[1 << 20]);
    try (Messenger server =
            Ends.server(Security.NONE_CRC)
                .allocator(allocator)
                .handler(slow)
                .handlerExecutor(thread)
                .dispatchThrottle(Throttle.of(8 << 20))
                .build();
        Messenger client = Ends.client(Security.NONE_CRC).build()) {
      Connection connection = Ends.dial(client, Ends.listen(server));
      for (int i = 0; i < count; i++) {
        connection.send(Message.of(2, Unpooled.EMPTY_BUFFER, payload.retainedDuplicate()));
      }
      Ends.until(() -> server.counters().messagesIn() >= 7);
      // Handshakes give the event loop many turns, in which it could read more.
      for (int i = 0; i < 50; i++) {
        Ends.await(client.connectAnonymous(EntityType.OSD, server.addresses()).ready());
      }

      // Each message counts for a bit more than its bytes, so that eight are too many.
      assertThat(usedBytes()).isLessThan(8 << 20);
      assertThat(server.counters().messagesIn()).isEqualTo(7);
      go.countDown();
      Ends.until(() -> handled.get() == count);
    } finally {
      thread.shutdownNow();
    }
    assertThat(payload.refCnt()).isEqualTo(1);
  }

  private long usedBytes() {
    return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
  }

  private static byte[] repeated(byte[] bytes, int times) {
    byte[] all = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, all, i * bytes.length, bytes.length);
    }
    return all;
  }
}
