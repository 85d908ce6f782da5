// SPDX-License-Identifier: Apache-2.0
package io.msgr2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.assertj.core.api.InstanceOfAssertFactories;

/** Damages a sample in every way of which there are few enough to try them all. */
public final class HostileInput {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Room for an exception with its stack trace, and far less than any length that lies. */
  private static final long MAX_BYTES_ALLOCATED = 256 << 10;

  private static final long[] WORDS = {0, 1, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL};

  private HostileInput() {}

  /** Returns a reader of the given bytes in hex; blanks between them are for the eye. */
  public static WireReader reader(String hex) {
    return reader(bytes(hex));
  }

  public static WireReader reader(byte[] bytes) {
    return new WireReader(Unpooled.wrappedBuffer(bytes));
  }

  public static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /** Expects every proper prefix of the sample to be refused as too short. */
  public static void expectEveryTruncationRefused(byte[] sample, Function<WireReader, ?> decoder) {
    for (int length = 0; length < sample.length; length++) {
      byte[] cut = Arrays.copyOf(sample, length);
      assertThatThrownBy(() -> decoder.apply(reader(cut)))
          .as("the first %d of %d bytes", length, sample.length)
          .asInstanceOf(InstanceOfAssertFactories.type(ProtocolException.class))
          .extracting(ProtocolException::violation)
          .isEqualTo(Violation.PAYLOAD_SHORT);
    }
  }

  /**
   * Flips every bit of the sample, and replaces every four bytes by extreme numbers. Expects each
   * result to be decoded or to be refused by name, without much of an allocation.
   *
   * @param check looks at what was decoded
   */
  public static <T> void expectEveryDamageHandled(
      byte[] sample, Function<WireReader, T> decoder, Consumer<T> check) {
    decodeOrRefuse(sample, decoder, check);
    for (int bit = 0; bit < 8 * sample.length; bit++) {
      byte[] damaged = sample.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      decodeOrRefuse(damaged, decoder, check);
    }
    for (int at = 0; at + Integer.BYTES <= sample.length; at++) {
      for (long word : WORDS) {
        byte[] damaged = sample.clone();
        Unpooled.wrappedBuffer(damaged).setIntLE(at, (int) word);
        decodeOrRefuse(damaged, decoder, check);
      }
    }
  }

  /** Returns how many bytes the calling thread allocates for the given work. */
  public static long allocatedBy(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static <T> void decodeOrRefuse(
      byte[] bytes, Function<WireReader, T> decoder, Consumer<T> check) {
    WireReader reader = reader(bytes);
    AtomicReference<T> decoded = new AtomicReference<>();
    long allocated =
        allocatedBy(
            () -> {
              try {
                decoded.set(decoder.apply(reader));
              } catch (ProtocolException refused) {
                decoded.set(null);
              }
            });
    assertThat(allocated)
        .as("bytes allocated for %s", HexFormat.of().formatHex(bytes))
        .isLessThan(MAX_BYTES_ALLOCATED);
    if (decoded.get() != null) {
      check.accept(decoded.get());
    }
  }
}
