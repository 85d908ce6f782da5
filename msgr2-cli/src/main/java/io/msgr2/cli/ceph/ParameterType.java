// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

import io.msgr2.address.EntityAddress;
import io.msgr2.address.EntityType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an argument may be; the names of the types in Ceph's command descriptions begin with {@code
 * Ceph}. What is accepted decides where optional arguments go, so it is what Ceph's own tool
 * accepts; whether the cluster has such a thing is for the monitors to say.
 */
sealed interface ParameterType {

  /**
   * Reads a word.
   *
   * @return a string, a number or a boolean, as the command's JSON has it
   * @throws Mismatch when the word is something else
   */
  Object read(String word);

  /** Returns what usage says of a parameter of this type. */
  default String form(String name) {
    return "<" + name + ">";
  }

  /** Returns whether commas separate the items of a list that is given by position. */
  default boolean isSeparatedByCommas() {
    return true;
  }

  /** Any word: the name of a pool or an object, or what has a type that is unknown here. */
  record AnyWord() implements ParameterType {
    @Override
    public Object read(String word) {
      return word;
    }
  }

  /**
   * Any text, commas included.
   *
   * @param allowed the characters that may be in it
   */
  record Text(CharacterClass allowed) implements ParameterType {
    @Override
    public boolean isSeparatedByCommas() {
      return false;
    }

    @Override
    public Object read(String word) {
      word.chars()
          .filter(c -> !allowed.contains(c))
          .findFirst()
          .ifPresent(
              c -> {
                throw new Mismatch("'" + (char) c + "' may not be in '" + word + "'");
              });
      return word;
    }
  }

  /** A whole number, also in hexadecimal, octal or binary with the prefixes 0x, 0o and 0b. */
  record Whole(double least, double most) implements ParameterType {
    private static final Pattern FORM =
        Pattern.compile(
            "(?<sign>[+-]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[oO](?<octal>[0-7]+)"
                + "|0[bB](?<binary>[01]+)|(?<decimal>0+|[1-9][0-9]*))");

    @Override
    public Object read(String word) {
      Matcher form = FORM.matcher(word);
      if (!form.matches()) {
        throw new Mismatch("'" + word + "' is no whole number");
      }
      BigInteger magnitude =
          form.group("hex") != null
              ? new BigInteger(form.group("hex"), 16)
              : form.group("octal") != null
                  ? new BigInteger(form.group("octal"), 8)
                  : form.group("binary") != null
                      ? new BigInteger(form.group("binary"), 2)
                      : new BigInteger(form.group("decimal"));
      BigInteger value = form.group("sign").equals("-") ? magnitude.negate() : magnitude;
      requireWithin(word, value.doubleValue(), least, most);
      if (value.bitLength() >= Long.SIZE) {
        throw new Mismatch("'" + word + "' has more than 64 bits");
      }
      return value.longValue();
    }

    @Override
    public String form(String name) {
      return "<" + name + ":int>";
    }
  }

  /** A decimal number. */
  record Real(double least, double most) implements ParameterType {
    private static final Pattern FORM =
        Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    @Override
    public Object read(String word) {
      if (!FORM.matcher(word).matches()) {
        throw new Mismatch("'" + word + "' is no number");
      }
      double value = Double.parseDouble(word);
      requireWithin(word, value, least, most);
      return value;
    }

    @Override
    public String form(String name) {
      return "<" + name + ":float>";
    }
  }

  /** One of a few words, which may look like options. */
  record Choice(List<String> choices) implements ParameterType {
    @Override
    public Object read(String word) {
      if (!choices.contains(word)) {
        throw new Mismatch("'" + word + "' is none of " + String.join(", ", choices));
      }
      return word;
    }

    @Override
    public String form(String name) {
      return String.join("|", choices);
    }
  }

  /** Yes or no; as an option without a value it is yes. */
  record Flag() implements ParameterType {
    @Override
    public Object read(String word) {
      return switch (word.toLowerCase(Locale.ROOT)) {
        case "true", "1" -> true;
        case "false", "0" -> false;
        default -> throw new Mismatch("'" + word + "' is neither true nor false");
      };
    }

    @Override
    public String form(String name) {
      return "--" + name.replace('_', '-');
    }
  }

  /** A placement group: the pool's number and, in hexadecimal, its own. */
  record PlacementGroup() implements ParameterType {
    private static final Pattern FORM = Pattern.compile("[0-9]+\\.(?:0[xX])?[0-9a-fA-F]+");

    @Override
    public Object read(String word) {
      return matching(FORM, word, "no placement group as in 1.2f");
    }
  }

  /** An OSD, {@code osd.N} or {@code N}, which is sent as its number; {@code *} is all of them. */
  record OsdName() implements ParameterType {
    private static final Pattern FORM = Pattern.compile("\\*|(?:osd\\.)?[0-9]{1,10}");

    @Override
    public Object read(String word) {
      matching(FORM, word, "no OSD as in osd.3 or 3");
      return word.equals("*") ? word : (Object) Long.valueOf(word.replace("osd.", ""));
    }

    @Override
    public String form(String name) {
      return "<id|osd.id>";
    }
  }

  /** A daemon or client, {@code type.id}. */
  record Name() implements ParameterType {
    private static final Pattern FORM =
        Pattern.compile("\\*|mgr|mon|osd\\.(?:\\*|[0-9]+)|(?:mon|mds|mgr|client)\\..*");

    @Override
    public Object read(String word) {
      return matching(FORM, word, "no TYPE.ID with a type of " + List.of(EntityType.values()));
    }

    @Override
    public String form(String name) {
      return "<type.id>";
    }
  }

  /** A UUID. */
  record Uuid() implements ParameterType {
    private static final Pattern FORM =
        Pattern.compile("(?:urn:uuid:)?\\{?(?:[0-9a-fA-F]-?){31}[0-9a-fA-F]}?");

    @Override
    public Object read(String word) {
      return matching(FORM, word, "no UUID");
    }
  }

  /** An IP address, with or without a port and a nonce. */
  record Address() implements ParameterType {
    @Override
    public Object read(String word) {
      boolean bareIpv6 = word.indexOf(':') != word.lastIndexOf(':') && word.matches("[0-9a-f:.]+");
      try {
        EntityAddress.parse(bareIpv6 ? "[" + word + "]" : word);
      } catch (IllegalArgumentException e) {
        throw new Mismatch("'" + word + "' is no IP address as in 192.0.2.1:0/0");
      }
      return word;
    }
  }

  private static Object matching(Pattern form, String word, String complaint) {
    if (!form.matcher(word).matches()) {
      throw new Mismatch("'" + word + "' is " + complaint);
    }
    return word;
  }

  private static void requireWithin(String word, double value, double least, double most) {
    if (value < least || value > most) {
      throw new Mismatch(
          most == Double.POSITIVE_INFINITY
              ? "'" + word + "' is less than " + plain(least)
              : "'" + word + "' is not from " + plain(least) + " to " + plain(most));
    }
  }

  private static String plain(double number) {
    return new BigDecimal(number).toPlainString();
  }
}
