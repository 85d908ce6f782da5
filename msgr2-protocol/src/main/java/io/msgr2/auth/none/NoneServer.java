// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.none;

import io.msgr2.address.EntityName;
import io.msgr2.address.EntityType;
import io.msgr2.auth.AuthAcceptor;
import io.msgr2.auth.AuthDecision;
import io.msgr2.auth.AuthForm;
import io.msgr2.auth.AuthMethod;
import io.msgr2.auth.AuthOutcome;
import io.msgr2.auth.AuthRefusal;
import io.msgr2.auth.AuthRequest;
import io.msgr2.auth.AuthServer;
import io.msgr2.auth.Caps;
import io.msgr2.auth.Secret;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.frame.ConnectionMode;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The accepting side of the method {@code none}: believes what it is told. There are no keys, so
 * only mode crc can be used. Safe for use by several threads if the given supplier is.
 */
public final class NoneServer implements AuthServer {
  private static final List<Integer> METHODS = List.of(AuthMethod.NONE.wire());
  private static final List<Integer> MODES = List.of(ConnectionMode.CRC.wire());

  private final EntityType self;
  private final LongSupplier globalIds;

  /**
   * @param self what kind of entity this side is; only a monitor logs others in
   * @param globalIds the next unused number, for an entity that logs in without one
   */
  public NoneServer(EntityType self, LongSupplier globalIds) {
    this.self = self;
    this.globalIds = globalIds;
  }

  @Override
  public AuthAcceptor acceptor(EntityType peer) {
    return new Acceptor();
  }

  private final class Acceptor implements AuthAcceptor {
    @Override
    public AuthDecision request(AuthRequest request) {
      int method = request.method();
      if (method != AuthMethod.NONE.wire()) {
        return refused(
            method, AuthRefusal.EOPNOTSUPP, AuthMethod.nameOf(method) + " is not allowed here");
      }
      if (!request.preferredModes().contains(ConnectionMode.CRC.wire())) {
        return refused(method, AuthRefusal.EOPNOTSUPP, "the method none needs mode crc");
      }
      // The messenger that Ceph's own tests use says nothing at all about itself.
      if (request.payload().length == 0 && self != EntityType.MON) {
        return done(Optional.empty(), 0);
      }
      try {
        NoneRequest none =
            WireReader.fromBytes("request of none", request.payload(), NoneRequest::read);
        if (AuthForm.isAuthorizer(none.form())) {
          return done(Optional.of(none.name()), none.globalId());
        }
        if (AuthForm.isMonitor(none.form()) && self == EntityType.MON) {
          long globalId = none.globalId() == 0 ? globalIds.getAsLong() : none.globalId();
          return done(Optional.of(none.name()), globalId);
        }
        return refused(
            method, AuthRefusal.EACCES, "request of form " + none.form() + " is not for a " + self);
      } catch (ProtocolException malformed) {
        return refused(method, AuthRefusal.EACCES, malformed.getMessage());
      }
    }

    @Override
    public AuthDecision requestMore(byte[] payload) {
      return refused(
          AuthMethod.NONE.wire(), AuthRefusal.EACCES, "the method none has only one round");
    }
  }

  private static AuthDecision done(Optional<EntityName> name, long globalId) {
    return new AuthDecision.Done(
        ConnectionMode.CRC,
        new byte[0],
        new AuthOutcome(name, globalId, Secret.EMPTY, Secret.EMPTY, Caps.ALL));
  }

  private static AuthDecision refused(int method, int errno, String reason) {
    return new AuthDecision.Refused(new AuthRefusal(method, errno, METHODS, MODES), reason);
  }
}
