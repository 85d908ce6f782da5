// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.handshake.CompressionConfig;
import io.msgr2.messenger.Transport;
import io.msgr2.session.Policy;
import java.util.Optional;

/**
 * What a load is to do.
 *
 * @param authServer how the peer authenticates, if it is to dial, too
 * @param depth requests in flight on each connection
 * @param sizeBytes data in each request
 * @param sameData whether answers must carry the request's data, or none
 * @param count requests over all connections
 * @param warmupSeconds how long to send requests before the measurement begins
 * @param seconds how long to send requests then
 * @param timeoutSeconds how long to wait for the connections, and for the next answer
 */
record LoadPlan(
    EntityName self,
    EntityType peerType,
    EntityAddressVector peer,
    Policy policy,
    AuthClient auth,
    Optional<AuthServer> authServer,
    Cutting cutting,
    CompressionConfig compression,
    Transport transport,
    int eventLoops,
    int connections,
    int depth,
    int sizeBytes,
    boolean sameData,
    long count,
    double warmupSeconds,
    double seconds,
    double timeoutSeconds) {

  /** Returns the share of the requests that the given connection, from 0, has to send. */
  long quota(int connection) {
    return count / connections + (connection < count % connections ? 1 : 0);
  }
}
