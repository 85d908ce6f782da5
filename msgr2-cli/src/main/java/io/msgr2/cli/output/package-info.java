// SPDX-License-Identifier: Apache-2.0
/** What the commands print: results on stdout, plain or JSON; talk and errors on stderr. */
package io.msgr2.cli.output;
