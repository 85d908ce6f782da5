// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.uring.IoUring;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messengers on io_uring, where the kernel allows it. */
@Tag("slow")
class IoUringTest {
  /** A process that asks for io_uring and prints what comes of it. */
  static final class Asking {
    private Asking() {}

    public static void main(String[] args) {
      try (EventLoops loops = EventLoops.start(Transport.IO_URING, 1)) {
        System.out.print(loops.transport());
      } catch (IllegalStateException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void messages_of_every_size_come_back(Security security) throws Exception {
    assumeTrue(IoUring.isAvailable(), () -> "no io_uring: " + IoUring.unavailabilityCause());
    int[] sizes = {0, 1, 2048, 2049, 70_000, 1 << 20, 5 << 20, 3, (5 << 20) - 1, 0, 1};
    Answers answers = new Answers(sizes.length);
    try (Messenger server =
            Ends.server(security).transport(Transport.IO_URING).handler(new EchoHandler()).build();
        Messenger client =
            Ends.client(security).transport(Transport.IO_URING).handler(answers).build()) {
      assertThat(client.transport()).isEqualTo(Transport.IO_URING);
      Connection connection = Ends.dial(client, Ends.listen(server));
      for (int i = 0; i < sizes.length; i++) {
        connection.send(Answers.request(i, sizes[i]));
      }
      assertThat(Ends.await(answers.all())).isEqualTo(sizes.length);
      assertThat(Ends.await(connection.close())).isEqualTo(CloseReport.CLEAN);
    }
  }

  @Test
  void says_why_it_cannot_be_used() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dio.netty.transport.noNative=true",
                "-cp",
                System.getProperty("java.class.path"),
                Asking.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).startsWith("io_uring cannot be used here: ").contains("noNative");
    assertThat(process.waitFor()).isZero();
  }
}
