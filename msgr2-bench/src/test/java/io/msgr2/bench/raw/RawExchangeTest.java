// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.msgr2.bench.turn.LoadTurn;
import io.msgr2.bench.turn.Requests;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawExchangeTest {
  private final EventLoopGroup loops = RawTransport.loops(2);

  @AfterEach
  void stop() {
    // Handlers are removed by tasks that closing their channels leaves behind.
    loops.shutdownGracefully(50, 1000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  // Without data, small, copied at most, passed by reference, longer than a batch.
  @ParameterizedTest
  @ValueSource(ints = {0, 64, 16_384, 16_385, 65_447, 1_000_003})
  void answers_every_request_in_each_turn(int dataBytes) throws Exception {
    answersEveryRequest(dataBytes, false, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 4096, 1_000_003})
  void answers_every_request_with_plain_buffers(int dataBytes) throws Exception {
    answersEveryRequest(dataBytes, true, true);
  }

  @ParameterizedTest
  @CsvSource({"0, false, true", "64, true, false", "100000, false, true"})
  void plain_frames_are_the_same_as_those_in_batches(int dataBytes, boolean echo, boolean load)
      throws Exception {
    answersEveryRequest(dataBytes, echo, load);
  }

  private void answersEveryRequest(int dataBytes, boolean plainEcho, boolean plainLoad)
      throws Exception {
    int port = RawTransport.listen(loops, plainEcho);
    List<Requests> requests = new ArrayList<>();
    List<Runnable> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Requests ofConnection = new Requests(7);
      RawLoadHandler handler = new RawLoadHandler(ofConnection, dataBytes, plainLoad);
      Channel channel = RawTransport.connect(loops, port, handler);
      requests.add(ofConnection);
      starts.add(() -> channel.eventLoop().execute(handler::start));
    }
    LoadTurn turn = new LoadTurn(requests, () -> starts.forEach(Runnable::run), dataBytes);
    long counted = 0;
    for (int i = 0; i < 3; i++) {
      JsonNode result = new ObjectMapper().readTree(turn.measure(0.05));
      assertThat(result.get("requests").asLong()).isPositive();
      counted += result.get("requests").asLong();
    }
    assertThat(requests.stream().mapToLong(Requests::answers).sum()).isEqualTo(counted);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closes_a_connection_with_a_wrong_checksum(boolean plain) throws Exception {
    int port = RawTransport.listen(loops, plain);
    Channel channel = RawTransport.connect(loops, port, new ChannelInboundHandlerAdapter());
    channel.writeAndFlush(Unpooled.wrappedBuffer(new byte[RawFrame.HEAD_BYTES])).sync();
    assertThat(channel.closeFuture().await(10, TimeUnit.SECONDS)).isTrue();
  }
}
