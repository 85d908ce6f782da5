// SPDX-License-Identifier: Apache-2.0
/**
 * Two endpoints, two links between them and a clock that stands still until it is told otherwise:
 * every run of a scenario is the same run. An endpoint is a session or a {@link
 * io.msgr2.rig.ScriptedPeer} that says whatever the test wants it to.
 */
package io.msgr2.rig;
