// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.FuzzInput;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Turns a script into a payload in which some parts are sealed, by a peer that has the keys but
 * seals what it likes. No fuzzer gets past a seal by itself.
 */
final class SealingScript {
  private static final List<KeyUsage> USAGES = List.of(KeyUsage.values());

  private final List<CephxKey> keys;
  private final RandomGenerator random;

  /**
   * @param keys what the peer can seal with
   */
  SealingScript(List<CephxKey> keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /** Writes what a chunk of the input says. */
  byte[] payload(FuzzInput input) {
    return payload(new FuzzInput(input.bytes(input.u16())), 0);
  }

  private byte[] payload(FuzzInput script, int depth) {
    return WireWriter.toBytes(
        out -> {
          while (!script.isEmpty()) {
            switch (script.u8() % 4) {
              case 0 -> out.bytes(script.chunk());
              case 1 -> out.blob(nested(script, depth));
              case 2 -> out.blob(sealed(script, depth));
              default -> out.bytes(sealed(script, depth));
            }
          }
        });
  }

  private byte[] sealed(FuzzInput script, int depth) {
    CephxKey key = script.one(keys);
    KeyUsage usage = script.one(USAGES);
    byte[] content = nested(script, depth);
    return key.seal(usage, out -> out.bytes(content), random);
  }

  private byte[] nested(FuzzInput script, int depth) {
    FuzzInput inner = new FuzzInput(script.bytes(script.u16()));
    return depth < 3 ? payload(inner, depth + 1) : inner.rest();
  }
}
