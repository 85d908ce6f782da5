// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import io.msgr2.auth.AuthForm;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.auth.cephx.crypto.KeyUsage;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.random.RandomGenerator;

/**
 * What a client shows to a service: its ticket, and the proof that the ticket is its own.
 *
 * @param globalId the client's number, which has to be that of the ticket
 * @param service number of the service that the ticket is for
 * @param ticket the ticket
 * @param sealedAuthorize the sealed {@link Authorize}; shared, not to be changed
 */
public record Authorizer(long globalId, int service, TicketBlob ticket, byte[] sealedAuthorize) {

  /** Makes an authorizer, sealing the proof with the ticket's session key. */
  public static Authorizer of(
      long globalId,
      int service,
      TicketBlob ticket,
      CephxKey sessionKey,
      Authorize authorize,
      RandomGenerator random) {
    return new Authorizer(
        globalId, service, ticket, sessionKey.seal(KeyUsage.AUTHORIZE, authorize::write, random));
  }

  public static Authorizer read(WireReader reader) {
    // The version is also what tells the two forms of request apart, so it may be any of a range.
    int form = reader.u8();
    if (!AuthForm.isAuthorizer(form)) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED, "request of form " + form + " is no authorizer");
    }
    return new Authorizer(reader.u64(), reader.s32(), TicketBlob.read(reader), reader.blob());
  }

  public void write(WireWriter writer) {
    writer.u8(AuthForm.AUTHORIZER).u64(globalId).u32(service);
    ticket.write(writer);
    writer.blob(sealedAuthorize);
  }
}
