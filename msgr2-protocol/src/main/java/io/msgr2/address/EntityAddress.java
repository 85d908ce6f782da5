// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.ProtocolException;
import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where an entity is, and which incarnation of it: a type, a nonce that is the process's own, and a
 * socket address, IPv4, IPv6 or blank. Ceph calls it {@code entity_addr_t}. Names are never
 * resolved, neither to addresses nor back.
 *
 * <p>An address is held as the image that Ceph compares and hashes (docs/protocol-notes.md,
 * Addresses), so that equality and order are Ceph's by construction:
 *
 * <pre>
 *   0        4        8        10      12                                36
 *   | type   | nonce  | family | port  | IPv4: address 4, zero 20        |
 *   | LE     | LE     | LE     | BE    | IPv6: flowinfo 4, address 16,   |
 *   |        |        |        |       |       scope id 4                |
 * </pre>
 *
 * <p>The order therefore looks at the nonce's low byte before anything but the type: nonce 256
 * comes before nonce 1. Both sides of a connection must agree on it to settle a race.
 */
public final class EntityAddress implements Comparable<EntityAddress> {
  static final int IMAGE_BYTES = 36;
  static final int TYPE_AT = 0;
  static final int NONCE_AT = 4;

  /** Where the socket address begins: Linux's {@code sockaddr}, whatever this machine runs. */
  static final int SOCKADDR_AT = 8;

  static final int FAMILY_UNSPECIFIED = 0;
  static final int FAMILY_IPV4 = 2;
  static final int FAMILY_IPV6 = 10;

  private static final int PORT_AT = 10;
  private static final int IPV4_AT = 12;
  private static final int IPV6_FLOWINFO_AT = 12;
  private static final int IPV6_AT = 16;
  private static final int IPV6_SCOPE_AT = 32;
  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int MAX_PORT = 0xffff;
  private static final long MAX_U32 = 0xffff_ffffL;

  private static final EntityAddress BLANK = new EntityAddress(new byte[IMAGE_BYTES]);

  private final byte[] image;

  private EntityAddress(byte[] image) {
    this.image = image;
  }

  /** Takes over the image, which nobody may change afterwards. */
  static EntityAddress ofImage(byte[] image) {
    return new EntityAddress(image);
  }

  /** Returns the address that says nothing: no type, no nonce, no host. */
  public static EntityAddress blank() {
    return BLANK;
  }

  /** Returns the msgr2 address of the given socket; see {@link #of}. */
  public static EntityAddress msgr2(InetSocketAddress socket, long nonce) {
    return of(AddressType.MSGR2, socket, nonce);
  }

  /**
   * Returns the address of the given socket.
   *
   * @param nonce unsigned 32 bits
   * @throws IllegalArgumentException when the socket's host is an unresolved name, or the nonce has
   *     more than 32 bits
   */
  public static EntityAddress of(AddressType type, InetSocketAddress socket, long nonce) {
    InetAddress host = socket.getAddress();
    if (host == null) {
      throw new IllegalArgumentException(
          "'" + socket.getHostString() + "' is a name; an address needs it resolved");
    }
    int scopeId = host instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    return of(type, host.getAddress(), scopeId, socket.getPort(), nonce);
  }

  /** Returns the address of 4 or 16 bytes of IP; only the longer ones can have a scope id. */
  static EntityAddress of(AddressType type, byte[] ip, int scopeId, int port, long nonce) {
    byte[] image = new byte[IMAGE_BYTES];
    boolean ipv4 = ip.length == IPV4_BYTES;
    fields(image)
        .putInt(TYPE_AT, type.wire())
        .putInt(NONCE_AT, checkedNonce(nonce))
        .putShort(SOCKADDR_AT, (short) (ipv4 ? FAMILY_IPV4 : FAMILY_IPV6))
        .putInt(IPV6_SCOPE_AT, scopeId)
        .put(ipv4 ? IPV4_AT : IPV6_AT, ip);
    putPort(image, port);
    return new EntityAddress(image);
  }

  /**
   * Parses {@code TYPE:HOST:PORT/NONCE} as in {@code v2:127.0.0.1:3300/0} or {@code
   * any:[2001:db8::1]:0/7}. Without a type it is {@code v2}; port and nonce may be left out and are
   * 0 then; {@code -} is the blank address.
   *
   * @throws IllegalArgumentException when the text has another form, names a host instead of giving
   *     its IP address, or holds a number out of range
   */
  public static EntityAddress parse(String text) {
    return EntityAddressText.parse(text);
  }

  /**
   * Reads an address in either encoding.
   *
   * @throws ProtocolException when the bytes are no address
   */
  public static EntityAddress read(WireReader reader) {
    return EntityAddressEncoding.read(reader);
  }

  /** Writes the encoding that every msgr2 peer expects. */
  public void write(WireWriter writer) {
    EntityAddressEncoding.write(this, writer);
  }

  /** Writes the encoding for peers without the MSG_ADDR2 feature, which loses the type. */
  public void writeLegacy(WireWriter writer) {
    EntityAddressEncoding.writeLegacy(this, writer);
  }

  /** Returns which messenger speaks there, if it says so. */
  public AddressType type() {
    return AddressType.ofWire(fields().getInt(TYPE_AT));
  }

  /** Returns the nonce, unsigned 32 bits. */
  public long nonce() {
    return u32(NONCE_AT);
  }

  /** Returns whether the host has an IPv4 address. */
  public boolean isIpv4() {
    return family() == FAMILY_IPV4;
  }

  /** Returns whether the host has an IPv6 address. */
  public boolean isIpv6() {
    return family() == FAMILY_IPV6;
  }

  /** Returns whether there is a host with a port at all. */
  public boolean isIp() {
    return isIpv4() || isIpv6();
  }

  /** Returns the port, 0 when there is none. */
  public int port() {
    return isIp() ? (image[PORT_AT] & 0xff) << 8 | image[PORT_AT + 1] & 0xff : 0;
  }

  /** Returns the IPv6 flow information as it came, 0 when there is none. */
  public long flowinfo() {
    return isIpv6() ? u32(IPV6_FLOWINFO_AT) : 0;
  }

  /** Returns the IPv6 scope id, 0 when there is none. */
  public long scopeId() {
    return isIpv6() ? u32(IPV6_SCOPE_AT) : 0;
  }

  /** Returns whether this equals {@link #blank()}. */
  public boolean isBlank() {
    return equals(BLANK);
  }

  /** Returns whether the host is still to be learned: there is none, or it is the wildcard. */
  public boolean isBlankHost() {
    return !isIp() || Arrays.equals(ip(), new byte[ip().length]);
  }

  /** Returns whether both addresses have a host and it is the same; ports may differ. */
  public boolean isSameHost(EntityAddress other) {
    return isIp() && family() == other.family() && Arrays.equals(ip(), other.ip());
  }

  /** Returns the same address, as that of another messenger. */
  public EntityAddress withType(AddressType type) {
    byte[] copy = image.clone();
    fields(copy).putInt(TYPE_AT, type.wire());
    return new EntityAddress(copy);
  }

  /**
   * @param nonce unsigned 32 bits
   */
  public EntityAddress withNonce(long nonce) {
    byte[] copy = image.clone();
    fields(copy).putInt(NONCE_AT, checkedNonce(nonce));
    return new EntityAddress(copy);
  }

  /**
   * @throws IllegalStateException when there is no host that a port could belong to
   */
  public EntityAddress withPort(int port) {
    requireIp();
    byte[] copy = image.clone();
    putPort(copy, port);
    return new EntityAddress(copy);
  }

  /**
   * Returns the socket address to dial or bind. It holds the host as a literal, so that not even
   * its own methods ask a name service.
   *
   * @throws IllegalStateException when there is no host
   */
  public InetSocketAddress toSocketAddress() {
    requireIp();
    return new InetSocketAddress(IpLiteral.toInetAddress(ip(), (int) scopeId()), port());
  }

  /** Returns the image's socket address, as long as one of its family is. */
  byte[] sockaddr() {
    return Arrays.copyOfRange(
        image, SOCKADDR_AT, SOCKADDR_AT + EntityAddressEncoding.sockaddrLimit(family()));
  }

  int family() {
    return fields().getShort(SOCKADDR_AT) & 0xffff;
  }

  /** Returns the host's 4 or 16 bytes; only an address that {@link #isIp} has them. */
  byte[] ip() {
    return isIpv4()
        ? Arrays.copyOfRange(image, IPV4_AT, IPV4_AT + IPV4_BYTES)
        : Arrays.copyOfRange(image, IPV6_AT, IPV6_AT + IPV6_BYTES);
  }

  @Override
  public int compareTo(EntityAddress other) {
    return Arrays.compareUnsigned(image, other.image);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EntityAddress address && Arrays.equals(image, address.image);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(image);
  }

  /**
   * Returns the form that {@link #parse} takes. Like Ceph's it leaves out flowinfo and scope id and
   * is {@code -} for every address of type none; unlike Ceph's it keeps the prefix {@code any:}.
   */
  @Override
  public String toString() {
    return EntityAddressText.print(this);
  }

  private void requireIp() {
    if (!isIp()) {
      throw new IllegalStateException("address " + this + " has no host");
    }
  }

  private ByteBuffer fields() {
    return fields(image);
  }

  private static ByteBuffer fields(byte[] image) {
    return ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long u32(int at) {
    return Integer.toUnsignedLong(fields().getInt(at));
  }

  private static int checkedNonce(long nonce) {
    if (nonce < 0 || nonce > MAX_U32) {
      throw new IllegalArgumentException("nonce " + nonce + " does not fit into 32 bits");
    }
    return (int) nonce;
  }

  private static void putPort(byte[] image, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and " + MAX_PORT);
    }
    image[PORT_AT] = (byte) (port >> 8);
    image[PORT_AT + 1] = (byte) port;
  }
}
