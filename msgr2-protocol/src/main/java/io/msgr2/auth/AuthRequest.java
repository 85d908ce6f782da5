// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import java.util.List;

/**
 * A connector's attempt to authenticate, as AUTH_REQUEST carries it.
 *
 * @param method number of the authentication method
 * @param preferredModes numbers of the connection modes wanted, the most wanted first
 * @param payload what the method has to say; shared, not to be changed
 */
public record AuthRequest(int method, List<Integer> preferredModes, byte[] payload) {}
