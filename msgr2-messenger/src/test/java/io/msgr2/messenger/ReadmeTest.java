// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's working call works: it is taken from there, compiled and run. */
class ReadmeTest {
  private static final String BEFORE =
      """
      import static java.nio.charset.StandardCharsets.UTF_8;
      import static java.util.concurrent.TimeUnit.SECONDS;
      import io.msgr2.address.*;
      import io.msgr2.auth.*;
      import io.msgr2.auth.cephx.*;
      import io.msgr2.auth.cephx.crypto.*;
      import io.msgr2.frame.ConnectionMode;
      import io.msgr2.messenger.*;
      import io.msgr2.session.*;
      import io.netty.buffer.Unpooled;
      import java.nio.file.*;
      import java.security.SecureRandom;
      import java.time.InstantSource;
      public class Example {
        public static void run(Runnable awaitAnswer) throws Exception {
      """;
  private static final String AFTER =
      """
          awaitAnswer.run();
          client.close();
          server.close();
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void the_working_call_of_the_readme_works() throws Exception {
    Path keyring = directory.resolve("link.keyring");
    CephxKey key = CephxKey.generate(KeyType.AES256K, Instant.now(), new SecureRandom());
    Files.writeString(keyring, block("ini").replace("KEY", key.toBase64()));
    String example = block("java").replace("link.keyring", keyring.toString());
    Path source = Files.writeString(directory.resolve("Example.java"), BEFORE + example + AFTER);

    var errors = new ByteArrayOutputStream();
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                directory.toString(),
                source.toString());
    assertThat(compiled).as(errors.toString(StandardCharsets.UTF_8)).isZero();

    assertThat(outputOf(directory)).isEqualTo("1: hello");
  }

  private static String block(String language) throws Exception {
    String readme = Files.readString(Path.of(System.getProperty("msgr2.root"), "README.md"));
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).as("README.md has a block of %s", language).isTrue();
    return block.group(1);
  }

  private static String outputOf(Path classes) throws Exception {
    PrintStream stdout = System.out;
    var firstLine = new FirstLine();
    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      System.setOut(firstLine);
      loader
          .loadClass("Example")
          .getMethod("run", Runnable.class)
          .invoke(null, (Runnable) firstLine::await);
    } finally {
      System.setOut(stdout);
    }
    return firstLine.text;
  }

  /** Takes what the example prints. */
  private static final class FirstLine extends PrintStream {
    private final CountDownLatch printed = new CountDownLatch(1);
    private volatile String text;

    FirstLine() {
      super(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    }

    @Override
    public void println(String line) {
      text = line;
      printed.countDown();
    }

    void await() {
      try {
        assertThat(printed.await(10, TimeUnit.SECONDS)).as("the answer was printed").isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
