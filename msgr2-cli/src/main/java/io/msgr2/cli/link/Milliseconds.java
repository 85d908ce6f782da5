// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time such as {@code 50ms} or {@code 2s}. */
final class Milliseconds implements ITypeConverter<Integer> {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  @Override
  public Integer convert(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new TypeConversionException("'" + text + "' is no time such as 50ms or 2s");
    }
    int number = Integer.parseInt(time.group(1));
    return time.group(2).equals("s") ? number * 1000 : number;
  }
}
