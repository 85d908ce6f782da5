// SPDX-License-Identifier: Apache-2.0
/** Entity names and addresses: encodings, order, parsing and printing. */
package io.msgr2.address;
