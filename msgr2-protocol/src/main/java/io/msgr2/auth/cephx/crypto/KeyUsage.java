// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx.crypto;

/**
 * What a sealed structure is for. Keys of type {@link KeyType#AES256K} derive a different cipher
 * key from each, so that one structure can never be taken for another; keys of type {@link
 * KeyType#AES} make no difference.
 */
public enum KeyUsage {
  /** The connection secret in a monitor's AUTH_DONE, sealed with the session key. */
  CONNECTION_SECRET(0x03),
  /** A new session key and how long it is good for, sealed with a key the client has already. */
  SERVICE_TICKET(0x04),
  /** A new ticket, sealed with the session key of the one it replaces. */
  TICKET_BLOB(0x05),
  /** A client's proof that it holds a session key. */
  AUTHORIZE(0x10),
  /** An acceptor's question that a recorded proof cannot answer. */
  AUTHORIZE_CHALLENGE(0x11),
  /** An acceptor's proof that it holds the session key too. */
  AUTHORIZE_REPLY(0x12),
  /** The keys of a service, sealed for one of its daemons. */
  ROTATING_SECRETS(0x20),
  /** The content of a ticket, sealed for the service. */
  TICKET_INFO(0x30);

  private final int number;

  KeyUsage(int number) {
    this.number = number;
  }

  /** Returns the number that goes into the derivation of keys. */
  public int number() {
    return number;
  }
}
