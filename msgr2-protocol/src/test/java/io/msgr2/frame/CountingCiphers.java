// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.ShortBufferException;

/**
 * While it is open, the provider of AES-GCM that Java prefers. It has the one that was preferred
 * before do the work, and counts.
 */
final class CountingCiphers extends Provider implements AutoCloseable {
  private static final String NAME = "counting";
  private static final String TRANSFORMATION = "AES/GCM/NoPadding";

  @Serial private static final long serialVersionUID = 1;

  private int initialisations;
  private int operations;
  private int calls;

  /** Registers it. */
  CountingCiphers() throws GeneralSecurityException {
    super(NAME, "1", "counts what AES-GCM is asked to do");
    Provider worker = Cipher.getInstance(TRANSFORMATION).getProvider();
    putService(
        new Service(this, "Cipher", TRANSFORMATION, Spi.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            try {
              return new Spi(Cipher.getInstance(TRANSFORMATION, worker));
            } catch (NoSuchPaddingException e) {
              throw new NoSuchAlgorithmException(e);
            }
          }
        });
    Security.insertProviderAt(this, 1);
  }

  /** Returns how often ciphers were initialised since this was asked last. */
  int takeInitialisations() {
    int taken = initialisations;
    initialisations = 0;
    return taken;
  }

  /** Returns how many AEAD operations were ended since this was asked last. */
  int takeOperations() {
    int taken = operations;
    operations = 0;
    return taken;
  }

  /** Returns how often ciphers were given bytes since this was asked last. */
  int takeCalls() {
    int taken = calls;
    calls = 0;
    return taken;
  }

  @Override
  public void close() {
    Security.removeProvider(NAME);
  }

  private final class Spi extends CipherSpi {
    private final Cipher worker;

    Spi(Cipher worker) {
      this.worker = worker;
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      initialisations++;
      worker.init(mode, key, parameters, random);
    }

    @Override
    protected byte[] engineUpdate(byte[] in, int at, int length) {
      calls++;
      return worker.update(in, at, length);
    }

    @Override
    protected int engineUpdate(byte[] in, int at, int length, byte[] out, int outAt)
        throws ShortBufferException {
      calls++;
      return worker.update(in, at, length, out, outAt);
    }

    @Override
    protected byte[] engineDoFinal(byte[] in, int at, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      calls++;
      operations++;
      return worker.doFinal(in, at, length);
    }

    @Override
    protected int engineDoFinal(byte[] in, int at, int length, byte[] out, int outAt)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      calls++;
      operations++;
      return worker.doFinal(in, at, length, out, outAt);
    }

    @Override
    protected int engineUpdate(ByteBuffer in, ByteBuffer out) throws ShortBufferException {
      calls++;
      return worker.update(in, out);
    }

    @Override
    protected int engineDoFinal(ByteBuffer in, ByteBuffer out)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      calls++;
      operations++;
      return worker.doFinal(in, out);
    }

    @Override
    protected void engineUpdateAAD(byte[] in, int at, int length) {
      worker.updateAAD(in, at, length);
    }

    @Override
    protected int engineGetBlockSize() {
      return worker.getBlockSize();
    }

    @Override
    protected int engineGetOutputSize(int length) {
      return worker.getOutputSize(length);
    }

    @Override
    protected byte[] engineGetIV() {
      return worker.getIV();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return worker.getParameters();
    }

    @Override
    protected void engineSetMode(String mode) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineSetPadding(String padding) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random) {
      throw new UnsupportedOperationException();
    }
  }
}
