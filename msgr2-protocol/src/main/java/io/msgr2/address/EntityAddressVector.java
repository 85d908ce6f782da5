// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.Violation;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The addresses at which one entity can be reached, in its order of preference. Ceph calls it
 * {@code entity_addrvec_t}. Two vectors are equal when they hold equal addresses in the same order;
 * that makes a vector the identity of a peer.
 *
 * @param addresses possibly none
 */
public record EntityAddressVector(List<EntityAddress> addresses) {
  private static final EntityAddressVector EMPTY = new EntityAddressVector(List.of());

  private static final int MARKER = 2;

  /** A lone IPv6 host; its brackets are not those of a vector. */
  private static final Pattern BRACKETED_IPV6 =
      Pattern.compile("\\[[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*]");

  public EntityAddressVector {
    addresses = List.copyOf(addresses);
  }

  /** Returns the vector without addresses. */
  public static EntityAddressVector empty() {
    return EMPTY;
  }

  /** Returns the addresses in the order given, which counts when vectors are compared. */
  public static EntityAddressVector of(EntityAddress... addresses) {
    return new EntityAddressVector(Arrays.asList(addresses));
  }

  /**
   * Parses {@code [v2:192.0.2.1:3300/0,v1:192.0.2.1:6789/0]} or a single address.
   *
   * @throws IllegalArgumentException when one of the addresses is none; see {@link
   *     EntityAddress#parse}
   */
  public static EntityAddressVector parse(String text) {
    boolean brackets = text.startsWith("[") && text.endsWith("]");
    if (!brackets || BRACKETED_IPV6.matcher(text).matches()) {
      return of(EntityAddress.parse(text));
    }
    String list = text.substring(1, text.length() - 1);
    if (list.isEmpty()) {
      return EMPTY;
    }
    return new EntityAddressVector(
        Arrays.stream(list.split(",", -1)).map(EntityAddress::parse).toList());
  }

  /**
   * Reads a vector, or the single address in either encoding that may stand in its place.
   *
   * @throws ProtocolException when the bytes are neither
   */
  public static EntityAddressVector read(WireReader reader) {
    int marker = reader.u8();
    return switch (marker) {
      case EntityAddressEncoding.LEGACY_MARKER, EntityAddressEncoding.VERSIONED_MARKER ->
          of(EntityAddressEncoding.readAfterMarker(marker, reader));
      case MARKER -> new EntityAddressVector(reader.list(EntityAddress::read));
      default ->
          throw new ProtocolException(
              Violation.PAYLOAD_MALFORMED,
              "address vector marker 0, 1 or 2 expected, got " + marker);
    };
  }

  /** Writes the encoding that every msgr2 peer expects. */
  public void write(WireWriter writer) {
    writer.u8(MARKER).list(addresses, (w, address) -> address.write(w));
  }

  /** Returns the first msgr2 address, or the blank one. */
  public EntityAddress msgr2() {
    return first(address -> address.type() == AddressType.MSGR2);
  }

  /** Returns the first address of the legacy messenger, or the blank one. */
  public EntityAddress legacy() {
    return first(address -> address.type() == AddressType.LEGACY);
  }

  /** Returns the first address, or the blank one. */
  public EntityAddress front() {
    return first(address -> true);
  }

  /** Returns whether there is no address, not even a blank one. */
  public boolean isEmpty() {
    return addresses.isEmpty();
  }

  /** Returns the form that {@link #parse} takes; a single address has no brackets around it. */
  @Override
  public String toString() {
    return addresses.size() == 1
        ? front().toString()
        : addresses.stream()
            .map(EntityAddress::toString)
            .collect(Collectors.joining(",", "[", "]"));
  }

  private EntityAddress first(Predicate<EntityAddress> wanted) {
    return addresses.stream().filter(wanted).findFirst().orElse(EntityAddress.blank());
  }
}
