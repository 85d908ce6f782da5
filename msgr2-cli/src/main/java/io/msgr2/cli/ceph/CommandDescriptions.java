// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what a daemon answers to {@code get_command_descriptions}: an object whose members, with
 * meaningless names, are {@code {"sig": [WORD or {"name": .., "type": ..}, ..], "help": ..,
 * "flags": ..}}. What is unknown here is passed over.
 */
final class CommandDescriptions {
  private static final JsonFactory JSON = new JsonFactory();

  private CommandDescriptions() {}

  /**
   * Reads the signatures, but for commands that do not exist any more.
   *
   * @throws IOException when the text has another form
   */
  static List<Signature> parse(byte[] json) throws IOException {
    List<Signature> signatures = new ArrayList<>();
    try (JsonParser in = JSON.createParser(json)) {
      expect(in, in.nextToken(), JsonToken.START_OBJECT);
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        expect(in, in.nextToken(), JsonToken.START_OBJECT);
        Signature signature = signature(in);
        if (!signature.isObsolete()) {
          signatures.add(signature);
        }
      }
    }
    return signatures;
  }

  private static Signature signature(JsonParser in) throws IOException {
    List<Element> elements = new ArrayList<>();
    String help = "";
    int flags = 0;
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "sig" -> {
          expect(in, value, JsonToken.START_ARRAY);
          while (in.nextToken() != JsonToken.END_ARRAY) {
            elements.add(element(in));
          }
        }
        case "help" -> help = in.getText();
        case "flags" -> flags = in.getIntValue();
        default -> in.skipChildren();
      }
    }
    return new Signature(elements, help, flags);
  }

  private static Element element(JsonParser in) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return new Element.Word(in.getText());
    }
    expect(in, in.currentToken(), JsonToken.START_OBJECT);
    Map<String, String> attributes = new HashMap<>();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      if (in.nextToken().isScalarValue()) {
        attributes.put(name, in.getText());
      } else {
        in.skipChildren();
      }
    }
    return new Element.Parameter(
        attributes.getOrDefault("name", ""),
        type(attributes),
        isTrue(attributes, "req"),
        attributes.getOrDefault("n", "1").equalsIgnoreCase("n"),
        isTrue(attributes, "positional"));
  }

  private static ParameterType type(Map<String, String> attributes) throws IOException {
    double[] range = range(attributes.getOrDefault("range", ""));
    return switch (attributes.getOrDefault("type", "")) {
      case "CephInt" -> new ParameterType.Whole(range[0], range[1]);
      case "CephFloat" -> new ParameterType.Real(range[0], range[1]);
      case "CephBool" -> new ParameterType.Flag();
      case "CephChoices" ->
          new ParameterType.Choice(
              List.of(attributes.getOrDefault("strings", "").split("\\|", -1)));
      case "CephPgid" -> new ParameterType.PlacementGroup();
      case "CephOsdName" -> new ParameterType.OsdName();
      case "CephName" -> new ParameterType.Name();
      case "CephUUID" -> new ParameterType.Uuid();
      case "CephIPAddr", "CephEntityAddr" -> new ParameterType.Address();
      case "CephString" ->
          new ParameterType.Text(CharacterClass.parse(attributes.getOrDefault("goodchars", "")));
      default -> new ParameterType.AnyWord();
    };
  }

  /** Reads LEAST, LEAST|MOST or nothing. */
  private static double[] range(String text) throws IOException {
    double[] range = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    if (!text.isEmpty()) {
      String[] ends = text.split("\\|", 2);
      try {
        for (int i = 0; i < ends.length; i++) {
          range[i] = Double.parseDouble(ends[i]);
        }
      } catch (NumberFormatException e) {
        throw new IOException("'" + text + "' is no range of numbers", e);
      }
    }
    return range;
  }

  /** Reads what is true unless it says otherwise, in whatever spelling. */
  private static boolean isTrue(Map<String, String> attributes, String name) {
    return attributes.getOrDefault(name, "true").equalsIgnoreCase("true");
  }

  private static void expect(JsonParser in, JsonToken got, JsonToken expected) throws IOException {
    if (got != expected) {
      throw new IOException(
          "expected "
              + expected
              + ", got "
              + got
              + " at "
              + in.currentLocation().offsetDescription());
    }
  }
}
