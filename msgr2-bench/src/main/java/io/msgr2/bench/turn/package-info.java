// SPDX-License-Identifier: Apache-2.0
/** What the clients of all contenders have in common: they measure once whenever they are told. */
package io.msgr2.bench.turn;
