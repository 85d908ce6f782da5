// SPDX-License-Identifier: Apache-2.0
package io.msgr2.monitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/** Commands and their answers as JSON. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String PREFIX = "prefix";

  private Json() {}

  /** Writes a document. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      content.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Returns an answer that is an object with these members. */
  static CommandAnswer object(Content members) {
    return CommandAnswer.of(
        write(
            json -> {
              json.writeStartObject();
              members.write(json);
              json.writeEndObject();
            }));
  }

  /**
   * Reads a command: an object of scalars and lists of them.
   *
   * @throws IOException when it is something else
   */
  static Command command(String text, byte[] input) throws IOException {
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = FACTORY.createParser(text)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        expect(json, json.currentToken(), JsonToken.FIELD_NAME);
        String name = json.currentName();
        members.put(name, value(json));
      }
    }
    String prefix = members.remove(PREFIX);
    if (prefix == null) {
      throw new IOException("a command needs a prefix");
    }
    return new Command(prefix, members, input);
  }

  private static String value(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      return scalar(json);
    }
    StringJoiner values = new StringJoiner(" ");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(scalar(json));
    }
    return values.toString();
  }

  private static String scalar(JsonParser json) throws IOException {
    if (json.currentToken() == null || !json.currentToken().isScalarValue()) {
      throw new IOException("expected a scalar, got " + json.currentToken());
    }
    return json.getText();
  }

  private static void expect(JsonParser json, JsonToken got, JsonToken expected)
      throws IOException {
    if (got != expected) {
      throw new IOException("expected " + expected + ", got " + got + " at " + json.currentName());
    }
  }
}
