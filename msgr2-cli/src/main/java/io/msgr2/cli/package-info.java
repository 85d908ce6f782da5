// SPDX-License-Identifier: Apache-2.0
/** The {@code msgr2} command. */
package io.msgr2.cli;
