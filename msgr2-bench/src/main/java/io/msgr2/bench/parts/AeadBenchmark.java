// SPDX-License-Identifier: Apache-2.0
package io.msgr2.bench.parts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One AEAD operation of secure mode, as providers do it: always the same key, always another nonce,
 * all bytes in one call.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 8, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class AeadBenchmark {
  /** Where the bytes come from and go to. */
  public enum Memory {
    HEAP,
    DIRECT
  }

  private static final int KEY_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int COUNTER_AT = 4;
  private static final int TAG_BYTES = 16;
  private static final int WARM_UP_CALLS = 20_000;
  private static final int WARM_UP_BYTES = 1024;
  private static final int LARGE_WARM_UP_CALLS = 200;
  private static final int LARGE_WARM_UP_BYTES = 65 * 1024;

  @Param({"SunJCE", "AmazonCorrettoCryptoProvider"})
  public String provider;

  @Param({"HEAP", "DIRECT"})
  public Memory memory;

  @Param({"80", "96", "1024", "16384", "1048576"})
  public int bytes;

  private final SecretKey key = new SecretKeySpec(new byte[KEY_BYTES], "AES");
  private final GCMParameterSpec once = parameters(new byte[NONCE_BYTES]);
  private final byte[] nonce = new byte[NONCE_BYTES];
  private final ByteBuffer counter =
      ByteBuffer.wrap(nonce, COUNTER_AT, Long.BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
  private Cipher sealer;
  private Cipher opener;
  private ByteBuffer plain;
  private ByteBuffer sealed;
  private ByteBuffer known;
  private ByteBuffer opened;

  /** Returns whether there is such a provider in this Java, or on the class path. */
  static boolean isPresent(String name) {
    return providers().anyMatch(it -> it.getName().equals(name));
  }

  private static Stream<Provider> providers() {
    return Stream.concat(
        Stream.of(Security.getProviders()),
        ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get));
  }

  @Setup
  public void prepare() throws GeneralSecurityException {
    Provider chosen =
        providers().filter(it -> it.getName().equals(provider)).findFirst().orElseThrow();
    sealer = Cipher.getInstance("AES/GCM/NoPadding", chosen);
    opener = Cipher.getInstance("AES/GCM/NoPadding", chosen);
    // The JDK compiles its AES-GCM for the hardware after many calls, or never if all are large.
    allocate(WARM_UP_BYTES);
    run(WARM_UP_CALLS);
    allocate(LARGE_WARM_UP_BYTES);
    run(LARGE_WARM_UP_CALLS);
    allocate(bytes);
  }

  @Benchmark
  public int seal() throws GeneralSecurityException {
    counter.putLong(0, counter.getLong(0) + 1);
    sealer.init(Cipher.ENCRYPT_MODE, key, parameters(nonce));
    return run(sealer, plain, sealed);
  }

  @Benchmark
  public int open() throws GeneralSecurityException {
    opener.init(Cipher.DECRYPT_MODE, key, once);
    return run(opener, known, opened);
  }

  private int run(Cipher cipher, ByteBuffer in, ByteBuffer out) throws GeneralSecurityException {
    return switch (memory) {
      case HEAP ->
          cipher.doFinal(
              in.array(), in.arrayOffset(), in.capacity(), out.array(), out.arrayOffset());
      case DIRECT -> cipher.doFinal(in.clear(), out.clear());
    };
  }

  private void run(int calls) throws GeneralSecurityException {
    for (int i = 0; i < calls; i++) {
      seal();
      open();
    }
  }

  private void allocate(int length) throws GeneralSecurityException {
    plain = buffer(length);
    sealed = buffer(length + TAG_BYTES);
    known = buffer(length + TAG_BYTES);
    opened = buffer(length + TAG_BYTES);
    Cipher other = Cipher.getInstance(sealer.getAlgorithm(), sealer.getProvider());
    other.init(Cipher.ENCRYPT_MODE, key, once);
    run(other, plain, known);
  }

  private ByteBuffer buffer(int length) {
    return switch (memory) {
      case HEAP -> ByteBuffer.allocate(length);
      case DIRECT -> ByteBuffer.allocateDirect(length);
    };
  }

  private static GCMParameterSpec parameters(byte[] nonce) {
    return new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce);
  }
}
