// SPDX-License-Identifier: Apache-2.0
/**
 * The method {@code none}: everybody is who they say they are (docs/protocol-notes.md, Method
 * none).
 */
package io.msgr2.auth.none;
