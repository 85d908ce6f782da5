// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a command found out: names and values in order. Values are strings, numbers, booleans,
 * collections of these, or further results.
 */
public final class Result {
  private static final JsonFactory JSON = new JsonFactory();

  private final Map<String, Object> values = new LinkedHashMap<>();

  /** Adds a value. */
  public Result put(String name, Object value) {
    values.put(name, value);
    return this;
  }

  /** Returns the result in the given format, with a line feed at the end. */
  public String print(Format format) {
    return switch (format) {
      case PLAIN -> plain(0);
      case JSON -> json() + "\n";
    };
  }

  private String plain(int indent) {
    int width = values.keySet().stream().mapToInt(name -> words(name).length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) -> {
          String words = words(name);
          text.append(" ".repeat(indent)).append(words);
          if (value instanceof Result nested) {
            text.append('\n').append(nested.plain(indent + 2));
          } else {
            text.append(" ".repeat(width - words.length() + 2)).append(plainValue(value));
            text.append('\n');
          }
        });
    return text.toString();
  }

  // JSON names are in camel case; people read words.
  private static String words(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
  }

  private static String plainValue(Object value) {
    if (value instanceof Collection<?> items) {
      return items.isEmpty()
          ? "none"
          : String.join(", ", items.stream().map(String::valueOf).toList());
    }
    if (value instanceof Double number) {
      return number >= 100
          ? String.format(Locale.ROOT, "%.0f", number)
          : String.format(Locale.ROOT, "%.3f", number);
    }
    return String.valueOf(value);
  }

  private String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JSON.createGenerator(text)) {
      out.setPrettyPrinter(new DefaultPrettyPrinter());
      write(out, this);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, Object value) throws IOException {
    if (value instanceof Result result) {
      out.writeStartObject();
      for (var entry : result.values.entrySet()) {
        out.writeFieldName(entry.getKey());
        write(out, entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof Collection<?> items) {
      out.writeStartArray();
      for (Object item : items) {
        write(out, item);
      }
      out.writeEndArray();
    } else if (value instanceof Long || value instanceof Integer) {
      out.writeNumber(((Number) value).longValue());
    } else if (value instanceof Double number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else {
      out.writeString(String.valueOf(value));
    }
  }
}
