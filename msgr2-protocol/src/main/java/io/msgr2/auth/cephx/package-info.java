// SPDX-License-Identifier: Apache-2.0
/**
 * The method {@code cephx}: logging in to monitors, showing tickets to services, accepting them,
 * and the keyrings that keys come from, as in docs/protocol-notes.md, cephx.
 */
package io.msgr2.auth.cephx;
