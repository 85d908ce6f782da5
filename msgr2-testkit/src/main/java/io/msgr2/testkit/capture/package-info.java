// SPDX-License-Identifier: Apache-2.0
/**
 * Decodes recorded conversations with the production code: banners, frames, messages, and, where
 * the keys are known, everything that cephx and secure mode hide.
 */
package io.msgr2.testkit.capture;
