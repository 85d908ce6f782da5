// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.capture;

import io.msgr2.auth.cephx.wire.TicketBlob;
import io.msgr2.auth.cephx.wire.TicketGrant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Authentication payloads as text, without anything that is secret. */
final class AuthText {
  private AuthText() {}

  static String of(AuthStep step) {
    if (step instanceof AuthStep.NameGiven given) {
      long globalId = given.request().globalId();
      return given.request().name()
          + (globalId == 0 ? "" : ", claims global id " + Long.toUnsignedString(globalId));
    } else if (step instanceof AuthStep.Challenged) {
      return "challenge";
    } else if (step instanceof AuthStep.Answered answered) {
      TicketBlob old = answered.authenticate().oldTicket();
      return "answer, asks for tickets "
          + services(answered.authenticate().services())
          + (old.isEmpty() ? "" : ", shows its old ticket of secret " + old.secretId());
    } else if (step instanceof AuthStep.LoggedIn in) {
      return "session key; connection secret of "
          + in.reply().connectionSecret().length()
          + " bytes; tickets "
          + tickets(List.of(in.reply().auth()))
          + (in.reply().services().isEmpty() ? "" : ", " + tickets(in.reply().services()));
    } else if (step instanceof AuthStep.AuthorizerShown shown) {
      return "ticket for "
          + ControlText.entityType(shown.authorizer().service())
          + " of global id "
          + Long.toUnsignedString(shown.authorizer().globalId())
          + (shown.authorize().challengePlusOne().isPresent() ? ", challenge answered" : "");
    } else if (step instanceof AuthStep.AuthorizerChallenged) {
      return "challenge";
    } else if (step instanceof AuthStep.Authorized authorized) {
      return "authorizer accepted; connection secret of "
          + authorized.reply().connectionSecret().length()
          + " bytes";
    } else if (step instanceof AuthStep.TicketsRequested requested) {
      return "asks for tickets " + services(requested.request().services());
    } else if (step instanceof AuthStep.TicketsGranted granted) {
      return "tickets " + tickets(granted.grants());
    } else if (step instanceof AuthStep.RotatingKeysRequested) {
      return "asks for the keys of its service";
    } else {
      return "keys " + ((AuthStep.RotatingKeysGranted) step).secrets().keys().keySet();
    }
  }

  private static String services(int bits) {
    return IntStream.range(0, Integer.SIZE)
        .map(bit -> bits & 1 << bit)
        .filter(bit -> bit != 0)
        .mapToObj(ControlText::entityType)
        .collect(Collectors.joining("/"));
  }

  private static String tickets(List<TicketGrant> grants) {
    return grants.stream()
        .map(
            grant ->
                ControlText.entityType(grant.service())
                    + " ("
                    + grant.ticket().sessionKey().type()
                    + ", "
                    + grant.ticket().validity().toSeconds()
                    + " s)")
        .collect(Collectors.joining(", "));
  }
}
