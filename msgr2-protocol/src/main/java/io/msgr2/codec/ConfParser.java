// SPDX-License-Identifier: Apache-2.0
package io.msgr2.codec;

/**
 * Parses the textual form that Ceph gives to configuration files and keyrings:
 *
 * <pre>
 *   [section]                  ; a comment begins with ; or # and ends with the line
 *   option name = value        # blanks around names and values do not count
 *   option name = "value"      # nor do the quotes, single or double, around all of a value
 *   option name = a long \     # outside quotes a backslash continues the line ...
 *     value \# with a hash     # ... or takes the character after it literally
 * </pre>
 *
 * <p>Where Ceph's own parser is stricter by accident, this one is not: the last line needs no line
 * end, the first may be blank, and a section's heading may be indented.
 */
public final class ConfParser {
  private static final int END = -1;

  /** Receives the settings in the text's order. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param line the number of the line that the setting begins in, from 1
     */
    void setting(String section, String option, String value, int line);
  }

  private final String text;
  private final Sink sink;
  private int at;

  private ConfParser(String text, Sink sink) {
    this.text = text;
    this.sink = sink;
  }

  /**
   * Parses a text from beginning to end.
   *
   * @throws ConfSyntaxException when the text has another form; it says where and what was
   *     expected, but not what is there, which may be a key
   */
  public static void parse(String text, Sink sink) {
    new ConfParser(text, sink).parse();
  }

  private void parse() {
    skipEmptyLines();
    while (peek() != END) {
      String section = heading();
      skipEmptyLines();
      while (peek() != END && peek() != '[') {
        setting(section);
        skipEmptyLines();
      }
    }
  }

  private String heading() {
    expect('[', "a [section]");
    StringBuilder name = new StringBuilder();
    while (peek() != ']' && isText()) {
      name.append(textCharacter());
    }
    if (name.isEmpty()) {
      throw unexpected("the name of a section");
    }
    expect(']', "']'");
    endLine();
    return name.toString();
  }

  private void setting(String section) {
    int start = at;
    while (peek() != '=' && peek() != '[' && isText()) {
      at++;
    }
    String option = text.substring(start, at);
    if (option.isBlank()) {
      throw unexpected("the name of an option");
    }
    expect('=', "'=' after the name of an option");
    skipBlanksAndContinuations();
    String value = isQuote(peek()) ? quoted() : unquoted();
    sink.setting(section, option.strip(), value.strip(), lineOf(start));
    endLine();
  }

  private String quoted() {
    int quote = next();
    StringBuilder value = new StringBuilder();
    while (peek() != quote) {
      if (!isText() || atContinuation()) {
        throw unexpected("closing quote " + (char) quote + " (# and ; need a backslash)");
      }
      value.append(textCharacter());
    }
    next();
    return value.toString();
  }

  private String unquoted() {
    StringBuilder value = new StringBuilder();
    while (isText()) {
      if (atContinuation()) {
        skipContinuation();
      } else {
        value.append(textCharacter());
      }
    }
    return value.toString();
  }

  /** Takes one character of a name or a value; a backslash stands for the character after it. */
  private char textCharacter() {
    int character = next();
    return (char) (character == '\\' && peek() != END ? next() : character);
  }

  private boolean isText() {
    return peek() != END && !isLineEnd(peek()) && !isCommentStart(peek());
  }

  private void skipEmptyLines() {
    while (true) {
      skipBlanksAndContinuations();
      skipComment();
      if (!isLineEnd(peek())) {
        return;
      }
      at++;
    }
  }

  private void endLine() {
    skipBlanksAndContinuations();
    skipComment();
    if (peek() != END && !isLineEnd(peek())) {
      throw unexpected("the end of the line");
    }
  }

  private void skipBlanksAndContinuations() {
    while (true) {
      if (peek() == ' ' || peek() == '\t') {
        at++;
      } else if (atContinuation()) {
        skipContinuation();
      } else {
        return;
      }
    }
  }

  private void skipComment() {
    if (isCommentStart(peek())) {
      while (peek() != END && !isLineEnd(peek())) {
        at++;
      }
    }
  }

  private boolean atContinuation() {
    return peek() == '\\' && at + 1 < text.length() && isLineEnd(text.charAt(at + 1));
  }

  private void skipContinuation() {
    at += text.startsWith("\\\r\n", at) ? 3 : 2;
  }

  private void expect(char wanted, String what) {
    if (peek() != wanted) {
      throw unexpected(what);
    }
    at++;
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private int next() {
    return text.charAt(at++);
  }

  private static boolean isLineEnd(int character) {
    return character == '\n' || character == '\r';
  }

  private static boolean isCommentStart(int character) {
    return character == '#' || character == ';';
  }

  private static boolean isQuote(int character) {
    return character == '"' || character == '\'';
  }

  private int lineOf(int position) {
    String before = text.substring(0, position);
    return (int) before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
  }

  private ConfSyntaxException unexpected(String expected) {
    int column = at - (text.lastIndexOf('\n', at - 1) + 1) + 1;
    return new ConfSyntaxException(lineOf(at), column, expected);
  }
}
