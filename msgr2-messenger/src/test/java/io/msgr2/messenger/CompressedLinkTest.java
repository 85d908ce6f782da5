// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.ConnectionModes;
import io.msgr2.auth.Secret;
import io.msgr2.auth.insecure.FixedConnectionSecret;
import io.msgr2.auth.none.NoneClient;
import io.msgr2.auth.none.NoneServer;
import io.msgr2.compression.CompressionMethod;
import io.msgr2.frame.Banner;
import io.msgr2.frame.ConnectionMode;
import io.msgr2.frame.Revision;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.session.ConnectionInfo;
import io.msgr2.session.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two messengers on loopback, with every method in every layout of frames. */
class CompressedLinkTest {
  private static final int LARGEST_BYTES = 70_000;
  private static final int STEP_BYTES = 997;
  private static final int HUGE_BYTES = 16 * 1024 * 1024;
  private static final int HUGE_FRAMES = 3;
  private static final int PING = 2;
  private static final String TEXT = "msgr2 frame payload, ";
  private static final long DEADLINE_SECONDS = 300;
  private static final EntityName CLIENT = EntityName.client("4000");
  private static final Secret SECRET = Secret.copyOf(new byte[64]);

  /** What to look at; frames of the first lengths are not compressed, but may be among others. */
  record Link(CompressionMethod method, ConnectionMode mode, Revision revision) {
    CompressionConfig compression() {
      return CompressionConfig.force(method).withWhenSecure(true);
    }

    long features() {
      return revision == Revision.V2_1 ? Banner.REVISION_1 : 0;
    }

    AuthClient client() {
      AuthClient none = new NoneClient(CLIENT);
      return mode == ConnectionMode.CRC
          ? none
          : FixedConnectionSecret.client(none, ConnectionModes.of(mode), SECRET);
    }

    AuthServer server() {
      AuthServer none = new NoneServer(EntityType.OSD, () -> 1);
      return mode == ConnectionMode.CRC
          ? none
          : FixedConnectionSecret.server(none, ConnectionModes.of(mode), SECRET);
    }
  }

  static Stream<Arguments> links() {
    return Arrays.stream(CompressionMethod.values())
        .flatMap(
            method ->
                Arrays.stream(ConnectionMode.values())
                    .flatMap(
                        mode ->
                            Arrays.stream(Revision.values())
                                .map(revision -> new Link(method, mode, revision))))
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("links")
  void frames_of_many_lengths_arrive_as_they_were_sent(Link link) throws Exception {
    exchange(
        link,
        mixed(LARGEST_BYTES),
        IntStream.iterate(0, bytes -> bytes <= LARGEST_BYTES, bytes -> bytes + STEP_BYTES));
  }

  @ParameterizedTest
  @MethodSource("links")
  @Tag("slow")
  void frames_of_every_length_arrive_as_they_were_sent(Link link) throws Exception {
    exchange(link, mixed(LARGEST_BYTES), IntStream.rangeClosed(0, LARGEST_BYTES));
  }

  @ParameterizedTest
  @MethodSource("links")
  void huge_frames_arrive_as_they_were_sent(Link link) throws Exception {
    exchange(link, mixed(HUGE_BYTES), IntStream.generate(() -> HUGE_BYTES).limit(HUGE_FRAMES));
  }

  /** Sends data of the given lengths, every other one in front and data both. */
  private static void exchange(Link link, byte[] plain, IntStream lengths) throws Exception {
    int[] all = lengths.toArray();
    ByteBuf source = Unpooled.directBuffer(plain.length).writeBytes(plain);
    Expectation expectation = new Expectation(source, all);
    try (Messenger server =
            Messenger.builder(EntityName.osd(0))
                .auth(link.server())
                .compression(link.compression())
                .msgr2Features(link.features())
                .handler(expectation)
                .eventLoops(1)
                .build();
        Messenger client =
            Messenger.builder(CLIENT)
                .auth(link.client())
                .compression(link.compression())
                .msgr2Features(link.features())
                .eventLoops(1)
                .build()) {
      EntityAddressVector at =
          server
              .bind(EntityAddress.parse("v2:127.0.0.1:0/7"))
              .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      Connection connection = client.connect(EntityType.OSD, at);
      ConnectionInfo info = connection.ready().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThat(info.compression()).contains(link.method);
      assertThat(info.mode()).isEqualTo(link.mode);
      assertThat(info.revision()).isEqualTo(link.revision);
      for (int i = 0; i < all.length; i++) {
        connection.send(
            Message.builder(PING)
                .tid(i)
                .front(source.retainedSlice(0, frontBytes(i, all[i])))
                .data(source.retainedSlice(0, all[i]))
                .build());
      }
      assertThat(expectation.done.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isEqualTo(all.length);
    }
    source.release();
  }

  /** Returns text, with stretches in between that cannot be compressed. */
  private static byte[] mixed(int bytes) {
    Random random = new Random(bytes);
    byte[] mixed = new byte[bytes];
    for (int at = 0; at < bytes; ) {
      byte[] noise = new byte[Math.min(random.nextInt(300), bytes - at)];
      random.nextBytes(noise);
      System.arraycopy(noise, 0, mixed, at, noise.length);
      at += noise.length;
      for (int i = random.nextInt(2000); i > 0 && at < bytes; i--) {
        mixed[at] = (byte) TEXT.charAt(at % TEXT.length());
        at++;
      }
    }
    return mixed;
  }

  private static int frontBytes(int index, int bytes) {
    return index % 2 == 0 ? 0 : Math.min(bytes, 2000);
  }

  /** Compares every message with what it must be. */
  private static final class Expectation implements Handler {
    private final ByteBuf source;
    private final int[] lengths;
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private int received;

    Expectation(ByteBuf source, int[] lengths) {
      this.source = source.duplicate();
      this.lengths = lengths;
    }

    @Override
    public void message(Connection connection, Message message) {
      int bytes = lengths[received];
      boolean same =
          message.tid() == received
              && message.front().equals(source.slice(0, frontBytes(received, bytes)))
              && message.data().equals(source.slice(0, bytes));
      if (!same) {
        done.completeExceptionally(new AssertionError("message " + received + " differs"));
      }
      received++;
      if (received == lengths.length) {
        done.complete(received);
      }
    }

    @Override
    public void reset(Connection connection, ConnectionException why) {
      done.completeExceptionally(why);
    }
  }
}
