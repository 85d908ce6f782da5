// SPDX-License-Identifier: Apache-2.0
/** Frames of msgr2.0 and msgr2.1 in crc and secure mode, and every control frame as a record. */
package io.msgr2.frame;
