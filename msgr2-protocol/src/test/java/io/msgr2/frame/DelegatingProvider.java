// SPDX-License-Identifier: Apache-2.0
package io.msgr2.frame;

import java.io.Serial;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.CipherSpi;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.ShortBufferException;

/** A provider of AES-GCM that has the one that Java prefers do the work, and may spoil it. */
final class DelegatingProvider extends Provider {
  @Serial private static final long serialVersionUID = 1;

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int TAG_BYTES = 16;

  private final transient Consumer<byte[]> spoil;
  private boolean authenticates = true;

  /**
   * @param spoil changes the output of each operation that encrypts
   */
  DelegatingProvider(String name, Consumer<byte[]> spoil) {
    super(name, "1", "for tests");
    this.spoil = spoil;
    putService(
        new Service(this, "Cipher", TRANSFORMATION, Spi.class.getName(), List.of(), Map.of()) {
          @Override
          public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return new Spi();
          }
        });
  }

  /** Has all that is to be decrypted taken for authentic. */
  DelegatingProvider withoutAuthentication() {
    authenticates = false;
    return this;
  }

  private final class Spi extends CipherSpi {
    private final Cipher worker = Aead.preferred();
    private boolean encrypts;

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameterSpec parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      encrypts = mode == Cipher.ENCRYPT_MODE;
      worker.init(mode, key, parameters, random);
    }

    @Override
    protected int engineUpdate(byte[] in, int at, int length, byte[] out, int outAt)
        throws ShortBufferException {
      return worker.update(in, at, length, out, outAt);
    }

    @Override
    protected int engineDoFinal(byte[] in, int at, int length, byte[] out, int outAt)
        throws ShortBufferException, IllegalBlockSizeException, BadPaddingException {
      byte[] done = engineDoFinal(in, at, length);
      System.arraycopy(done, 0, out, outAt, done.length);
      return done.length;
    }

    @Override
    protected byte[] engineDoFinal(byte[] in, int at, int length)
        throws IllegalBlockSizeException, BadPaddingException {
      try {
        byte[] done = worker.doFinal(in, at, length);
        if (encrypts) {
          spoil.accept(done);
        }
        return done;
      } catch (AEADBadTagException e) {
        if (authenticates) {
          throw e;
        }
        return new byte[length - TAG_BYTES];
      }
    }

    @Override
    protected byte[] engineUpdate(byte[] in, int at, int length) {
      return worker.update(in, at, length);
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
    protected int engineGetBlockSize() {
      return worker.getBlockSize();
    }

    @Override
    protected AlgorithmParameters engineGetParameters() {
      return worker.getParameters();
    }

    @Override
    protected void engineSetMode(String mode) {}

    @Override
    protected void engineSetPadding(String padding) {}

    @Override
    protected void engineInit(int mode, Key key, SecureRandom random) throws InvalidKeyException {
      worker.init(mode, key, random);
    }

    @Override
    protected void engineInit(
        int mode, Key key, AlgorithmParameters parameters, SecureRandom random)
        throws InvalidKeyException, InvalidAlgorithmParameterException {
      worker.init(mode, key, parameters, random);
    }
  }
}
