// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.recording;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, strings, numbers, booleans and null. Nesting is limited,
 * because it is read by recursion.
 */
final class Json {
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;
  private int depth;

  private Json(String text) {
    this.text = text;
  }

  static Object parse(String text) throws RecordingFormatException {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.at != text.length()) {
      throw json.wrong("nothing more");
    }
    return value;
  }

  private Object value() throws RecordingFormatException {
    space();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() throws RecordingFormatException {
    Map<String, Object> members = new LinkedHashMap<>();
    enter('{');
    while (more(members.isEmpty(), '}')) {
      space();
      String key = string();
      space();
      expect(':');
      members.put(key, value());
    }
    depth--;
    return members;
  }

  private List<Object> array() throws RecordingFormatException {
    List<Object> elements = new ArrayList<>();
    enter('[');
    while (more(elements.isEmpty(), ']')) {
      elements.add(value());
    }
    depth--;
    return elements;
  }

  private void enter(char open) throws RecordingFormatException {
    expect(open);
    if (++depth > MAX_DEPTH) {
      throw wrong("at most " + MAX_DEPTH + " levels");
    }
  }

  /** Passes over a comma, or over the end, which makes it return false. */
  private boolean more(boolean first, char close) throws RecordingFormatException {
    space();
    if (peek() == close) {
      at++;
      return false;
    }
    if (!first) {
      expect(',');
    }
    return true;
  }

  private String string() throws RecordingFormatException {
    expect('"');
    int start = at;
    while (peek() != '"' && peek() != '\\') {
      at++;
    }
    if (peek() == '"') {
      return text.substring(start, at++);
    }
    StringBuilder result = new StringBuilder(text.substring(start, at));
    while (peek() != '"') {
      char c = text.charAt(at++);
      result.append(c == '\\' ? escaped() : c);
    }
    at++;
    return result.toString();
  }

  private char escaped() throws RecordingFormatException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an escape");
    };
  }

  private char unicode() throws RecordingFormatException {
    int end = Math.min(at + 4, text.length());
    try {
      char c = (char) Integer.parseInt(text.substring(at, end), 16);
      at = end;
      return c;
    } catch (NumberFormatException e) {
      throw wrong("four hexadecimal digits");
    }
  }

  private Object word(String word, Object meaning) throws RecordingFormatException {
    if (!text.startsWith(word, at)) {
      throw wrong(word);
    }
    at += word.length();
    return meaning;
  }

  private Double number() throws RecordingFormatException {
    int start = at;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    try {
      return Double.valueOf(text.substring(start, at));
    } catch (NumberFormatException e) {
      throw wrong("a value");
    }
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char c) throws RecordingFormatException {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    at++;
  }

  private char peek() throws RecordingFormatException {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at);
  }

  private RecordingFormatException wrong(String expected) {
    return new RecordingFormatException(
        "no JSON, pcap or pcapng: expected " + expected + " at character " + at);
  }
}
