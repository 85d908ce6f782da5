// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth;

import io.msgr2.address.EntityType;
import java.util.List;

/** Asks whether a peer that has authenticated is to be let in. */
final class AdmittingAcceptor implements AuthAcceptor {
  private final AuthAcceptor acceptor;
  private final EntityType peer;
  private final Admission admission;
  private int method;

  AdmittingAcceptor(AuthAcceptor acceptor, EntityType peer, Admission admission) {
    this.acceptor = acceptor;
    this.peer = peer;
    this.admission = admission;
  }

  @Override
  public AuthDecision request(AuthRequest request) {
    method = request.method();
    return admitted(acceptor.request(request));
  }

  @Override
  public AuthDecision requestMore(byte[] payload) {
    return admitted(acceptor.requestMore(payload));
  }

  private AuthDecision admitted(AuthDecision decision) {
    if (!(decision instanceof AuthDecision.Done done)) {
      return decision;
    }
    AuthOutcome outcome = done.outcome();
    var candidate =
        new Admission.Candidate(peer, outcome.name(), outcome.globalId(), outcome.caps());
    return admission
        .objection(candidate)
        .<AuthDecision>map(reason -> refused(done, reason))
        .orElse(decision);
  }

  private AuthDecision refused(AuthDecision.Done done, String reason) {
    // Method and mode were fine, which is all that the peer needs to know of what is allowed.
    return new AuthDecision.Refused(
        new AuthRefusal(method, AuthRefusal.EACCES, List.of(method), List.of(done.mode().wire())),
        reason);
  }
}
