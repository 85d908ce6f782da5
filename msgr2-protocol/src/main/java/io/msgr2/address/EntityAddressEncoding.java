// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The two encodings of an address, told apart by their first byte, the marker
 * (docs/protocol-notes.md, Addresses).
 *
 * <p>The versioned one holds as much of the image's socket address as there is:
 *
 * <pre>
 *   u8 marker 1 | u8 version | u8 compat | u32 length
 *     u32 type | u32 nonce | u32 socket address length | u16 LE family | u16 BE port, host ...
 * </pre>
 *
 * <p>The legacy one always takes 136 bytes, and its family is the one big-endian:
 *
 * <pre>
 *   u8 marker 0 | 3 zero bytes | u32 nonce | u16 BE family | u16 BE port, host ..., 126 in all
 * </pre>
 */
final class EntityAddressEncoding {
  static final int LEGACY_MARKER = 0;
  static final int VERSIONED_MARKER = 1;

  private static final int VERSION = 1;
  private static final int FAMILY_BYTES = 2;
  private static final int SOCKADDR_IPV4_BYTES = 16;
  private static final int SOCKADDR_IPV6_BYTES = 28;
  private static final int SOCKADDR_STORAGE_BYTES = 128;

  private EntityAddressEncoding() {}

  static EntityAddress read(WireReader reader) {
    return readAfterMarker(reader.u8(), reader);
  }

  static EntityAddress readAfterMarker(int marker, WireReader reader) {
    return switch (marker) {
      case LEGACY_MARKER -> readLegacy(reader);
      case VERSIONED_MARKER ->
          reader.versioned("address", VERSION, (version, body) -> readVersioned(body));
      default ->
          throw new ProtocolException(
              Violation.PAYLOAD_MALFORMED, "address marker 0 or 1 expected, got " + marker);
    };
  }

  static void write(EntityAddress address, WireWriter writer) {
    writer
        .u8(VERSIONED_MARKER)
        .versioned(
            VERSION,
            VERSION,
            body -> body.u32(address.type().wire()).u32(address.nonce()).blob(address.sockaddr()));
  }

  static void writeLegacy(EntityAddress address, WireWriter writer) {
    byte[] sockaddr = address.sockaddr();
    // Big-endian instead of the image's little-endian.
    byte familyLow = sockaddr[0];
    sockaddr[0] = sockaddr[1];
    sockaddr[1] = familyLow;
    writer
        .u32(LEGACY_MARKER)
        .u32(address.nonce())
        .bytes(sockaddr)
        .bytes(new byte[SOCKADDR_STORAGE_BYTES - sockaddr.length]);
  }

  /** Returns how long a socket address of the given family may be. */
  static int sockaddrLimit(int family) {
    return family == EntityAddress.FAMILY_IPV4 ? SOCKADDR_IPV4_BYTES : SOCKADDR_IPV6_BYTES;
  }

  private static EntityAddress readVersioned(WireReader body) {
    AddressType type = AddressType.ofWire(body.u32());
    int nonce = body.s32();
    long length = body.u32();
    if (length == 0) {
      return image(type, nonce, EntityAddress.FAMILY_UNSPECIFIED, new byte[0]);
    }
    if (length < FAMILY_BYTES) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED, "socket address of " + length + " bytes has no family");
    }
    int family = body.u16();
    if (length > sockaddrLimit(family)) {
      throw new ProtocolException(
          Violation.PAYLOAD_MALFORMED,
          "socket address of family "
              + family
              + " has at most "
              + sockaddrLimit(family)
              + " bytes, got "
              + length);
    }
    return image(type, nonce, family, body.bytes((int) length - FAMILY_BYTES));
  }

  private static EntityAddress readLegacy(WireReader reader) {
    reader.bytes(3);
    int nonce = reader.s32();
    int family = Short.toUnsignedInt(Short.reverseBytes((short) reader.u16()));
    byte[] storage = reader.bytes(SOCKADDR_STORAGE_BYTES - FAMILY_BYTES);
    return switch (family) {
      case EntityAddress.FAMILY_IPV4, EntityAddress.FAMILY_IPV6 ->
          image(
              AddressType.LEGACY,
              nonce,
              family,
              Arrays.copyOf(storage, sockaddrLimit(family) - FAMILY_BYTES));
      // Ceph keeps nothing but the nonce of a family that it does not know.
      default -> image(AddressType.NONE, nonce, EntityAddress.FAMILY_UNSPECIFIED, new byte[0]);
    };
  }

  private static EntityAddress image(AddressType type, int nonce, int family, byte[] rest) {
    return EntityAddress.ofImage(
        ByteBuffer.allocate(EntityAddress.IMAGE_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(type.wire())
            .putInt(nonce)
            .putShort((short) family)
            .put(rest)
            .array());
  }
}
