// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rig;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityAddressVector;
import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthClient;
import io.msgr2.auth.AuthServer;
import io.msgr2.frame.Role;
import io.msgr2.session.Policy;
import io.msgr2.session.Session;
import java.util.Optional;

/** A client and an OSD that have not met yet. */
public final class Setup {
  /** Where the OSD accepts. */
  public static final EntityAddress SERVER = EntityAddress.parse("v2:127.0.0.1:6800/7");

  /** Where the client's connections come from. */
  public static final EntityAddress CLIENT_SOCKET = EntityAddress.parse("v2:127.0.0.2:40000/0");

  static final long CLIENT_NONCE = 99;

  public final Party client =
      new Party(EntityName.client("4000"), EntityAddressVector.empty(), Policy.lossyClient());
  public final Party server =
      new Party(EntityName.osd(0), EntityAddressVector.of(SERVER), Policy.statelessServer());
  private final Security security;
  private AuthClient authClient;
  private AuthServer authServer;

  Setup(Security security) {
    this.security = security;
    this.authServer = security.server(EntityType.OSD);
  }

  /** Replaces the way in which the client authenticates. */
  public Setup clientAuth(AuthClient auth) {
    authClient = auth;
    return this;
  }

  /** Replaces the way in which the server authenticates clients. */
  public Setup serverAuth(AuthServer auth) {
    authServer = auth;
    return this;
  }

  /** Connects a session with a session. */
  public Rig<SessionEndpoint, SessionEndpoint> sessions() {
    return new Rig<>(clientSession(), serverSession());
  }

  /** Connects a scripted client with a session. */
  public Rig<ScriptedPeer, SessionEndpoint> scriptedClient() {
    var peer = new ScriptedPeer(Role.CONNECTOR, client);
    peer.auth(authClient().connector(EntityType.OSD));
    var rig = new Rig<>(peer, serverSession());
    peer.attach(rig);
    return rig;
  }

  /** Connects a session with a scripted server. */
  public Rig<SessionEndpoint, ScriptedPeer> scriptedServer() {
    var peer = new ScriptedPeer(Role.ACCEPTOR, server);
    peer.auth(authServer.acceptor(EntityType.CLIENT));
    var rig = new Rig<>(clientSession(), peer);
    peer.attach(rig);
    return rig;
  }

  /** Connects the next connection of a session with another scripted server. */
  public Rig<SessionEndpoint, ScriptedPeer> scriptedServerFor(SessionEndpoint again) {
    SessionEndpoint endpoint = again.withNextConnection();
    endpoint.transport().opened(Rig.START_NANOS);
    var peer = new ScriptedPeer(Role.ACCEPTOR, server);
    peer.auth(authServer.acceptor(EntityType.CLIENT));
    var rig = new Rig<>(endpoint, peer);
    peer.attach(rig);
    return rig;
  }

  /** Returns the connecting session before its TCP connection is there. */
  public SessionEndpoint dialling() {
    return new SessionEndpoint(
        allocator ->
            Session.connector(
                client.config(allocator),
                EntityType.OSD,
                EntityAddressVector.of(SERVER),
                authClient(),
                Rig.START_NANOS));
  }

  private SessionEndpoint clientSession() {
    SessionEndpoint endpoint = dialling();
    endpoint.transport().opened(Rig.START_NANOS);
    return endpoint;
  }

  private SessionEndpoint serverSession() {
    SessionEndpoint endpoint =
        new SessionEndpoint(
            allocator ->
                Session.acceptor(
                    server.config(allocator),
                    CLIENT_SOCKET,
                    authServer,
                    Optional.empty(),
                    Rig.START_NANOS));
    endpoint.transport().opened(Rig.START_NANOS);
    return endpoint;
  }

  private AuthClient authClient() {
    return authClient == null ? security.client(client.name()) : authClient;
  }
}
