// SPDX-License-Identifier: Apache-2.0
package io.msgr2.testkit.conformance;

import java.util.List;

/** Which way round the addresses of both sides compare, which decides races. */
enum Order {
  T_ABOVE_P("T above P"),
  T_BELOW_P("T below P");

  private final String text;

  Order(String text) {
    this.text = text;
  }

  /** Reads one of them, or any. */
  static List<Order> parse(String text) {
    if (text.equals("any")) {
      return List.of(values());
    }
    for (Order order : values()) {
      if (order.text.equals(text)) {
        return List.of(order);
      }
    }
    throw new IllegalArgumentException("no order: " + text);
  }

  @Override
  public String toString() {
    return text;
  }
}
