// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

/** One position in a command: a fixed word, or a parameter. */
sealed interface Element {

  /** Returns what usage says of it. */
  String usage();

  /** A word that has to be there. */
  record Word(String text) implements Element {
    @Override
    public String usage() {
      return text;
    }
  }

  /**
   * A parameter.
   *
   * @param name the name under which the argument is sent
   * @param repeated whether it takes one argument or more, which are sent as a list
   * @param positional whether its name may be left out
   */
  record Parameter(
      String name, ParameterType type, boolean required, boolean repeated, boolean positional)
      implements Element {
    @Override
    public String usage() {
      String form = type.form(name);
      if (!positional && !form.startsWith("--")) {
        form = "--" + name.replace('_', '-') + " " + form;
      }
      if (repeated) {
        form += "...";
      }
      return required ? form : "[" + form + "]";
    }
  }
}
