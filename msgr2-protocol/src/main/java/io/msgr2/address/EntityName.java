// SPDX-License-Identifier: Apache-2.0
package io.msgr2.address;

import io.msgr2.codec.WireReader;
import io.msgr2.codec.WireWriter;

/**
 * What an entity authenticates as: a type and an id, as in {@code client.admin} or {@code osd.0}.
 *
 * @param type the entity's type
 * @param id what follows the dot; empty for the {@code mon.} that all monitors share
 */
public record EntityName(EntityType type, String id) {

  /** Returns {@code client.ID}. */
  public static EntityName client(String id) {
    return new EntityName(EntityType.CLIENT, id);
  }

  /** Returns {@code osd.NUMBER}. */
  public static EntityName osd(long number) {
    return new EntityName(EntityType.OSD, Long.toString(number));
  }

  /**
   * Parses {@code type.id}.
   *
   * @throws IllegalArgumentException when the text has another form or names an unknown type
   */
  public static EntityName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is no entity name; expected TYPE.ID as in client.admin");
    }
    return new EntityName(EntityType.parse(text.substring(0, dot)), text.substring(dot + 1));
  }

  /** Reads the authentication layer's form: type as 32 bits, id as a string. */
  public static EntityName read(WireReader reader) {
    return new EntityName(EntityType.ofWire(reader.u32()), reader.string());
  }

  /** Writes the authentication layer's form: type as 32 bits, id as a string. */
  public void write(WireWriter writer) {
    writer.u32(type.wire()).string(id);
  }

  /**
   * Returns the entity as it identifies itself in a session: the id where it is a number, else
   * {@link EntityNumber#UNASSIGNED} until the monitors have assigned one.
   */
  public EntityNumber number() {
    boolean digits = !id.isEmpty() && id.length() < 19 && id.chars().allMatch(Character::isDigit);
    return new EntityNumber(type, digits ? Long.parseLong(id) : EntityNumber.UNASSIGNED);
  }

  @Override
  public String toString() {
    return type + "." + id;
  }
}
