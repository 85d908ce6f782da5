// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityName;
import java.util.Optional;

/**
 * What a finished authentication leaves behind on one side of a connection.
 *
 * @param name on the accepting side, whom the peer proved to be; absent on the connecting side,
 *     where the method proves only that the acceptor may speak for its service
 * @param globalId the connector's number in the cluster
 * @param sessionKey the key of AUTH_SIGNATURE; empty with the method {@code none}
 * @param connectionSecret the 64 bytes that the frame keys come from; empty in mode crc
 * @param caps on the accepting side, what the peer may do here; nothing on the connecting side
 */
public record AuthOutcome(
    Optional<EntityName> name,
    long globalId,
    Secret sessionKey,
    Secret connectionSecret,
    Caps caps) {}
