// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.msgr2.FuzzInput;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;

/** Every structure of cephx; the first byte tells which. */
@Tag("fuzz")
class CephxStructureFuzzTest {
  private record Structure<T>(Function<WireReader, T> reader, BiConsumer<T, WireWriter> writer) {
    /** Reads a structure and writes it again, unless it is refused. */
    Optional<byte[]> written(byte[] payload) {
      T structure;
      try {
        structure = WireReader.fromBytes("structure", payload, reader);
      } catch (ProtocolException refused) {
        return Optional.empty();
      }
      assertThat(structure.toString()).isNotEmpty();
      return Optional.of(WireWriter.toBytes(out -> writer.accept(structure, out)));
    }
  }

  private static final List<Structure<?>> STRUCTURES =
      List.of(
          new Structure<>(ServerChallenge::read, ServerChallenge::write),
          new Structure<>(LoginRequest::read, LoginRequest::write),
          new Structure<>(Authenticate::read, Authenticate::write),
          new Structure<>(Authorizer::read, Authorizer::write),
          new Structure<>(Authorize::read, Authorize::write),
          new Structure<>(AuthorizeChallenge::read, AuthorizeChallenge::write),
          new Structure<>(AuthorizeReply::read, AuthorizeReply::write),
          new Structure<>(ServiceTicketRequest::read, ServiceTicketRequest::write),
          new Structure<>(ServiceTicket::read, ServiceTicket::write),
          new Structure<>(TicketBlob::read, TicketBlob::write),
          new Structure<>(TicketInfo::read, TicketInfo::write),
          new Structure<>(AuthTicket::read, AuthTicket::write),
          new Structure<>(AuthCaps::read, AuthCaps::write),
          new Structure<>(CephxKey::read, CephxKey::write));

  @FuzzTest
  void reads_or_refuses(byte @NotNull [] input) {
    FuzzInput script = new FuzzInput(input);
    Structure<?> structure = script.one(STRUCTURES);
    structure
        .written(script.rest())
        .ifPresent(normal -> assertThat(structure.written(normal)).hasValue(normal));
  }
}
