// SPDX-License-Identifier: Apache-2.0
/** What the commands' options have in common. */
package io.msgr2.cli.options;
