// SPDX-License-Identifier: Apache-2.0
/** {@code msgr2 simulate}: sessions in a virtual world, run by seeds. */
package io.msgr2.cli.simulate;
