// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityType;
import io.msgr2.auth.cephx.wire.Authorizer;
import io.msgr2.auth.cephx.wire.RequestType;
import io.msgr2.auth.cephx.wire.Response;
import io.msgr2.auth.cephx.wire.ServiceTicketRequest;
import io.msgr2.auth.cephx.wire.TicketGrant;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Asks for tickets for services, showing the ticket for the monitors. */
final class ServiceTicketRenewal implements TicketRenewal {
  private final TicketStore store;
  private final Ticket auth;
  private final Set<EntityType> services;
  private final byte[] request;

  ServiceTicketRenewal(
      Principal principal, TicketStore store, Ticket auth, Set<EntityType> services) {
    this.store = store;
    this.auth = auth;
    this.services = services;
    Authorizer authorizer =
        auth.authorizer(principal.random().nextLong(), OptionalLong.empty(), principal.random());
    request =
        WireWriter.toBytes(
            writer -> {
              RequestType.PRINCIPAL_SESSION_KEY.write(writer);
              authorizer.write(writer);
              new ServiceTicketRequest(Principal.bits(services)).write(writer);
            });
  }

  @Override
  public byte[] request() {
    return request.clone();
  }

  @Override
  public void reply(byte[] payload) {
    List<TicketGrant> grants = AuthReplies.read("service tickets", payload, this::read);
    store.granted(auth.globalId(), services, grants);
  }

  private List<TicketGrant> read(WireReader reader) {
    Response.readHeader(reader, RequestType.PRINCIPAL_SESSION_KEY);
    return TicketGrant.readList(reader, auth.sessionKey(), Optional.empty());
  }
}
