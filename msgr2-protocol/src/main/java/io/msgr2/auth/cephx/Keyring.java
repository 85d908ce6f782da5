// SPDX-License-Identifier: Apache-2.0
package io.msgr2.auth.cephx;

import io.msgr2.address.EntityName;
import io.msgr2.auth.cephx.crypto.CephxKey;
import io.msgr2.codec.ConfParser;
import io.msgr2.codec.ConfSyntaxException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Entities with their keys and capabilities, as keyring files hold them:
 *
 * <pre>
 *   [client.admin]
 *     key = AQAB…
 *     caps mon = "allow *"
 * </pre>
 *
 * <p>What Ceph accepts is accepted: comments, underscores for blanks, a section {@code [global]},
 * which is passed over, and {@code auid}, which means nothing any more. What Ceph refuses is
 * refused, the {@code pending key} included that its own tools print. Immutable; printing it shows
 * names only.
 */
public final class Keyring implements KeyStore {
  private static final String CAPS = "caps ";

  /**
   * What a keyring says about an entity.
   *
   * @param key the entity's key, if the keyring has one
   * @param caps what the entity may do, by service, in the order of their names
   */
  public record Entry(Optional<CephxKey> key, Map<String, String> caps) {
    private static final Entry EMPTY = new Entry(Optional.empty(), Map.of());

    public Entry {
      caps = Collections.unmodifiableMap(new TreeMap<>(caps));
    }

    private Entry withKey(CephxKey newKey) {
      return new Entry(Optional.of(newKey), caps);
    }

    private Entry withCaps(String service, String text) {
      Map<String, String> more = new TreeMap<>(caps);
      more.put(service, text);
      return new Entry(key, more);
    }
  }

  private final Map<EntityName, Entry> entries;

  /**
   * @param entries what to say about which entity, in the order of the text
   */
  public Keyring(Map<EntityName, Entry> entries) {
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  /**
   * Parses the text of a keyring.
   *
   * @throws KeyringException when it is none
   */
  public static Keyring parse(String text) {
    Map<EntityName, Entry> entries = new LinkedHashMap<>();
    try {
      ConfParser.parse(
          text,
          (section, option, value, line) -> {
            if (!section.equals("global")) {
              entries.compute(
                  name(section, line),
                  (name, entry) -> with(entry == null ? Entry.EMPTY : entry, option, value, line));
            }
          });
    } catch (ConfSyntaxException e) {
      throw new KeyringException(e.line(), e.getMessage());
    }
    return new Keyring(entries);
  }

  /** Returns everything the keyring says, in the order of the text. */
  public Map<EntityName, Entry> entries() {
    return entries;
  }

  /** Returns an entity's key, if the keyring has one. */
  public Optional<CephxKey> key(EntityName name) {
    return Optional.ofNullable(entries.get(name)).flatMap(Entry::key);
  }

  /** Returns an entity that may log in; one without a key may not. */
  @Override
  public Optional<Entity> entity(EntityName name) {
    return key(name).map(key -> new Entity(key, entries.get(name).caps()));
  }

  /** Returns the text of the keyring, with the keys in clear; for a file, never for a log. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    entries.forEach(
        (name, entry) -> {
          text.append('[').append(escaped(name.toString(), "[\\]\\\\#;\r\n]")).append("]\n");
          entry.key().ifPresent(key -> text.append("\tkey = ").append(key.toBase64()).append('\n'));
          entry.caps().forEach((service, caps) -> appendCaps(text, service, caps));
        });
    return text.toString();
  }

  @Override
  public String toString() {
    return "Keyring" + entries.keySet();
  }

  private static EntityName name(String section, int line) {
    try {
      return EntityName.parse(section);
    } catch (IllegalArgumentException e) {
      throw new KeyringException(line, e.getMessage());
    }
  }

  private static Entry with(Entry entry, String option, String value, int line) {
    String words = option.replace('_', ' ').replaceAll("\\s+", " ").strip();
    if (words.equals("key")) {
      return entry.withKey(key(value, line));
    }
    if (words.equals("auid")) {
      return entry;
    }
    if (words.startsWith(CAPS)) {
      return entry.withCaps(words.substring(CAPS.length()), value);
    }
    // What is there may be a key without its name, so it is not repeated.
    throw new KeyringException(
        line,
        words.equals("pending key")
            ? "a pending key is shown by Ceph's tools, but does not belong into a keyring"
            : "expected key, caps SERVICE or auid");
  }

  private static CephxKey key(String value, int line) {
    try {
      return CephxKey.parse(value);
    } catch (IllegalArgumentException e) {
      throw new KeyringException(line, e.getMessage());
    }
  }

  private static void appendCaps(StringBuilder text, String service, String caps) {
    text.append('\t').append(CAPS).append(service).append(" = \"");
    text.append(escaped(caps, "[\"\\\\#;]")).append("\"\n");
  }

  /** Has the characters taken literally that end a text or mean something in it. */
  private static String escaped(String text, String characters) {
    return text.replaceAll(characters, "\\\\$0");
  }
}
