// SPDX-License-Identifier: Apache-2.0
package io.msgr2;

import java.util.Arrays;
import java.util.List;

/**
 * Reads a fuzzer's input as a script. Beyond the end it goes on with zeros, so that every input is
 * one, and similar inputs are similar scripts.
 */
public final class FuzzInput {
  private final byte[] input;
  private int at;

  public FuzzInput(byte[] input) {
    this.input = input;
  }

  public boolean isEmpty() {
    return at >= input.length;
  }

  public int u8() {
    return isEmpty() ? 0 : input[at++] & 0xff;
  }

  public int u16() {
    return u8() | u8() << 8;
  }

  public long u32() {
    return u16() | (long) u16() << 16;
  }

  public boolean bool() {
    return (u8() & 1) != 0;
  }

  /** Returns one of several things. */
  public <T> T one(List<T> of) {
    return of.get(u8() % of.size());
  }

  /** Returns so many bytes, or fewer at the end. */
  public byte[] bytes(int length) {
    int from = Math.min(at, input.length);
    at = Math.min(from + length, input.length);
    return Arrays.copyOfRange(input, from, at);
  }

  /** Returns a length and so many bytes, or fewer at the end. */
  public byte[] chunk() {
    return bytes(u8());
  }

  /** Returns everything that is left. */
  public byte[] rest() {
    return bytes(input.length);
  }
}
