// SPDX-License-Identifier: Apache-2.0
package io.msgr2.rados.conf;

import io.msgr2.address.EntityName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The options that all of Ceph's tools take, out of a command line or {@code CEPH_ARGS}. Of an
 * option given twice the last one counts. In the names of options dashes and underscores are the
 * same.
 *
 * @param conf {@code -c}, {@code --conf}: the list of configuration files, of which the first that
 *     exists counts
 * @param cluster {@code --cluster}: the cluster's name on this machine
 * @param name {@code -n}, {@code --name}, {@code --id}, {@code --user}: who to be
 * @param options all other options, by normalized name
 * @param rest the words that are no options
 */
public record CephArguments(
    Optional<String> conf,
    Optional<String> cluster,
    Optional<EntityName> name,
    Map<String, String> options,
    List<String> rest) {

  public CephArguments {
    options = Map.copyOf(options);
    rest = List.copyOf(rest);
  }

  /**
   * Parses the words of the environment variable {@code CEPH_ARGS}, which blanks separate and
   * nothing quotes.
   *
   * @throws ConfException when an option lacks its value, or the name is none
   */
  public static CephArguments ofVariable(String value) {
    return parse(Arrays.stream(value.split("[ \t\n]+")).filter(word -> !word.isEmpty()).toList());
  }

  /**
   * Parses the words of a command line.
   *
   * @throws ConfException when an option lacks its value, or the name is none
   */
  public static CephArguments parse(List<String> words) {
    Parser parser = new Parser(words);
    parser.parse();
    return new CephArguments(
        Optional.ofNullable(parser.conf),
        Optional.ofNullable(parser.cluster),
        Optional.ofNullable(parser.name),
        parser.options,
        parser.rest);
  }

  /** Names the options without their values, and only counts the words: both may be secrets. */
  @Override
  public String toString() {
    return "CephArguments[conf "
        + conf.orElse("none")
        + ", cluster "
        + cluster.orElse("none")
        + ", name "
        + name.map(EntityName::toString).orElse("none")
        + ", options "
        + new TreeSet<>(options.keySet())
        + ", "
        + rest.size()
        + " words]";
  }

  private static final class Parser {
    private final List<String> words;
    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<String> rest = new ArrayList<>();
    private int at;
    private String conf;
    private String cluster;
    private EntityName name;

    Parser(List<String> words) {
      this.words = words;
    }

    void parse() {
      while (at < words.size()) {
        String word = words.get(at++);
        if (word.equals("--")) {
          rest.addAll(words.subList(at, words.size()));
          return;
        }
        int equals = word.indexOf('=');
        if (!word.startsWith("--") || equals < 0) {
          option(word, null);
        } else {
          option(word.substring(0, equals), word.substring(equals + 1));
        }
      }
    }

    private void option(String option, String given) {
      switch (option) {
        case "-c", "--conf" -> conf = value(option, given);
        case "--cluster" -> cluster = value(option, given);
        case "-n", "--name" -> name = entityName(value(option, given));
        case "--id", "--user" -> name = withId(value(option, given));
        case "-m" -> options.put(CephOption.MON_HOST.toString(), value(option, given));
        case "-k" -> options.put(CephOption.KEYRING.toString(), value(option, given));
        case "-K" -> options.put(CephOption.KEYFILE.toString(), value(option, given));
        default -> {
          if (option.startsWith("--")) {
            any(ConfFile.normalized(option.substring(2)), given);
          } else {
            rest.add(option);
          }
        }
      }
    }

    /** Takes an option by its full name; one that is unknown here may be a mere switch. */
    private void any(String option, String given) {
      boolean takesValue =
          CephOption.named(option).isPresent()
              || at < words.size() && !words.get(at).startsWith("-");
      options.put(option, given != null || takesValue ? value("--" + option, given) : "true");
    }

    private String value(String option, String given) {
      if (given != null) {
        return given;
      }
      if (at == words.size()) {
        throw new ConfException(ConfException.EINVAL, "option " + option + " needs a value");
      }
      return words.get(at++);
    }

    private EntityName entityName(String text) {
      try {
        return EntityName.parse(text);
      } catch (IllegalArgumentException e) {
        throw new ConfException(ConfException.EINVAL, e.getMessage());
      }
    }

    private EntityName withId(String id) {
      return name == null ? EntityName.client(id) : new EntityName(name.type(), id);
    }
  }
}
