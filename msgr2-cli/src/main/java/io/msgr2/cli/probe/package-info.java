// SPDX-License-Identifier: Apache-2.0
/** Finds out what speaks at an address, without credentials. */
package io.msgr2.cli.probe;
