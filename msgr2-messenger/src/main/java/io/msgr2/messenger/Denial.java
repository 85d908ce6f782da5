// SPDX-License-Identifier: Apache-2.0
package io.msgr2.messenger;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthRefusal;

/**
 * A peer that dialled was not let in.
 *
 * @param from where its TCP connection comes from
 * @param claimed what it says it is; it proved nothing
 * @param refusal what it was told
 * @param reason why, for this side's operator; can hold names that the peer sent
 */
public record Denial(EntityAddress from, EntityType claimed, AuthRefusal refusal, String reason) {}
