// SPDX-License-Identifier: Apache-2.0
package io.msgr2.session;

/**
 * Ceph's connection features ({@code CEPH_FEATURE_*}), which steer how the payloads of messages are
 * encoded (docs/protocol-notes.md, Features).
 */
public final class Features {
  /** Addresses are encoded in their new form; every msgr2 peer has this. */
  public static final long MSG_ADDR2 = 1L << 59;

  /** All that Ceph 18 (reef) has. */
  public static final long SUPPORTED = 0x3F01CFBFFFFDFFFFL;

  private Features() {}
}
