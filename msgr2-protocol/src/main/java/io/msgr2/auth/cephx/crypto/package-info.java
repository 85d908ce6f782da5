// SPDX-License-Identifier: Apache-2.0
/** Keys of cephx and what can be done with them. */
package io.msgr2.auth.cephx.crypto;
