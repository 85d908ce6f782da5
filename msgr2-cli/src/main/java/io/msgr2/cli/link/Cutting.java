// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

/**
 * When a load cuts its own TCP connections.
 *
 * @param everyMs around which interval, at random; 0 for never
 * @param everyAnswers after how many answers; 0 for never
 * @param halfOpen whether connections also fall silent without being closed
 */
record Cutting(int everyMs, long everyAnswers, boolean halfOpen) {
  static final Cutting NEVER = new Cutting(0, 0, false);

  boolean isWanted() {
    return everyMs > 0 || everyAnswers > 0;
  }
}
