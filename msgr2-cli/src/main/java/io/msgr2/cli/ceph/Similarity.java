// SPDX-License-Identifier: Apache-2.0
package io.msgr2.cli.ceph;

/** How much words look like a command. */
final class Similarity {
  // Of the letters of two words, how many may differ for one to be a slip of the other.
  private static final double SLIP = 0.4;

  private Similarity() {}

  /**
   * Returns one point for each of the signature's leading words that is there, and part of one for
   * one that is nearly there, up to the first that is not.
   */
  static double of(Signature signature, Words words) {
    double points = 0;
    int limit = Math.min(signature.leadingWords(), words.list().size());
    for (int i = 0; i < limit; i++) {
      String expected = signature.elements().get(i).usage();
      String got = words.list().get(i).text();
      double alike = 1 - (double) distance(expected, got) / Math.max(1, expected.length());
      if (alike < 1 - SLIP) {
        return points;
      }
      points += alike;
    }
    return points;
  }

  /** Returns how many letters have to be inserted, deleted, replaced, or swapped with the next. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
