// SPDX-License-Identifier: Apache-2.0
/**
 * The simulator: from one seed it makes up messengers, a bad network and things to do, lets them
 * happen in virtual time, and has a judge, who knows nothing of how sessions work, look at what the
 * applications hear.
 */
package io.msgr2.testkit.sim;
