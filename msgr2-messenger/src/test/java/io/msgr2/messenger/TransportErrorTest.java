// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.netty.channel.ChannelException;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.nio.channels.ClosedChannelException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TransportErrorTest {
  static Stream<Arguments> known() {
    IOException inner = new IOException("Broken pipe");
    ClosedChannelException closed = new ClosedChannelException();
    closed.initCause(inner);
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused: /127.0.0.1:3300"), 111),
        Arguments.of(new ConnectException("Connection timed out"), 110),
        Arguments.of(new ConnectException("Network is unreachable"), 101),
        Arguments.of(new NoRouteToHostException("No route to host"), 113),
        Arguments.of(new IOException("recvAddress(..) failed: Connection reset by peer"), 104),
        Arguments.of(closed, 32),
        Arguments.of(new ClosedChannelException(), 104),
        Arguments.of(new IOException("something else"), 5));
  }

  @ParameterizedTest
  @MethodSource("known")
  void has_the_number_of_linux(IOException failure, int errno) {
    assertThat(TransportError.of(failure).orElseThrow().errno()).isEqualTo(errno);
  }

  @Test
  void is_not_every_failure() {
    assertThat(TransportError.of(new IllegalStateException("ours"))).isEmpty();
  }

  /** A channel for which the system has no socket. */
  public static final class NoSocket extends EmbeddedChannel {
    public NoSocket() {
      throw new ChannelException(new IOException("socket(..) failed: Too many open files"));
    }
  }

  @Test
  void a_socket_that_cannot_be_had_is_one_whatever_netty_wraps_it_in() {
    Throwable failure = catchThrowable(new ReflectiveChannelFactory<>(NoSocket.class)::newChannel);

    assertThat(failure).isInstanceOf(ChannelException.class);
    assertThat(TransportError.ofNoSocket(failure))
        .isEqualTo(new TransportError("socket(..) failed: Too many open files", 24));
    assertThat(TransportError.ofNoSocket(new IllegalStateException("no loop")))
        .isEqualTo(new TransportError("no loop", 5));
  }
}
