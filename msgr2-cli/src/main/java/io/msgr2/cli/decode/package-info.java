// SPDX-License-Identifier: Apache-2.0
/** Shows what was said in a recorded conversation. */
package io.msgr2.cli.decode;
