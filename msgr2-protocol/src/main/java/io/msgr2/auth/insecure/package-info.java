// SPDX-License-Identifier: Apache-2.0
/**
 * Ways to use the protocol that protect nothing, for tests and measurements only. Nothing outside
 * tests and the command line's test options may use this package.
 */
package io.msgr2.auth.insecure;
