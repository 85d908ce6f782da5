// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Asks the kernel itself what mark a socket has. */
class LowWaterMarkTest {
  private static final IntegerUnixChannelOption SO_RCVLOWAT =
      new IntegerUnixChannelOption("SO_RCVLOWAT", 1, 18);
  private static final int PATIENT_MS = 900_000;

  private EventLoops loops;
  private ServerSocket listener;
  private Channel channel;

  @BeforeEach
  void connect() throws Exception {
    assumeThat(Epoll.isAvailable()).as("epoll loads here").isTrue();
    loops = EventLoops.start(Transport.EPOLL, 1);
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    channel =
        new Bootstrap()
            .group(loops.sockets().loops())
            .channel(loops.sockets().dialling())
            .handler(new ChannelInboundHandlerAdapter())
            .connect(listener.getLocalSocketAddress())
            .sync()
            .channel();
  }

  @AfterEach
  void close() throws Exception {
    if (loops != null) {
      channel.close().sync();
      listener.close();
      loops.close();
    }
  }

  @Test
  void the_kernel_waits_for_what_is_missing_of_a_large_frame() {
    LowWaterMark mark = new LowWaterMark(PATIENT_MS);
    mark.set(channel, 500_000);
    assertThat(inKernel()).isEqualTo(500_000);
    mark.set(channel, 70_000);
    assertThat(inKernel()).isEqualTo(70_000);
  }

  @Test
  void the_next_byte_counts_again_when_little_is_missing_or_nothing() {
    LowWaterMark mark = new LowWaterMark(PATIENT_MS);
    mark.set(channel, 500_000);
    mark.set(channel, 60_000);
    assertThat(inKernel()).isEqualTo(1);
    mark.set(channel, 500_000);
    mark.set(channel, 0);
    assertThat(inKernel()).isEqualTo(1);
  }

  @Test
  void a_huge_frame_comes_in_parts() {
    new LowWaterMark(PATIENT_MS).set(channel, 100_000_000);
    assertThat(inKernel()).isEqualTo(1024 * 1024);
  }

  @Test
  void a_slow_peer_is_not_taken_for_a_silent_one() {
    new LowWaterMark(2_000).set(channel, 500_000);
    assertThat(inKernel()).isEqualTo(128_000);
  }

  @Test
  void who_does_not_wait_long_wants_each_byte() {
    new LowWaterMark(1_000).set(channel, 500_000);
    assertThat(inKernel()).isEqualTo(1);
  }

  @Test
  void a_closed_channel_is_left_alone() throws Exception {
    channel.close().sync();
    new LowWaterMark(PATIENT_MS).set(channel, 500_000);
  }

  private int inKernel() {
    return channel.config().getOption(SO_RCVLOWAT);
  }
}
