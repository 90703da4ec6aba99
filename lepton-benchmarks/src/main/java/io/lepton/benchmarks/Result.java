package io.lepton.benchmarks;

import java.util.Locale;

/** How results are printed: one line a figure, the same for people and programs. */
final class Result {
  private Result() {}

  static void line(String name, double ours, double peer, String unit) {
    System.out.printf(
        Locale.ROOT,
        "%s ours=%.4g peer=%.4g ratio=%.3f (%s)%n",
        name,
        ours,
        peer,
        ours / peer,
        unit);
  }

  static void skipped(String name, double ours, String peer, String unit) {
    System.out.printf(
        Locale.ROOT,
        "%s ours=%.4g peer=skipped ratio=- (%s; %s is not installed)%n",
        name,
        ours,
        unit,
        peer);
  }

  static void note(String text) {
    System.out.println("# " + text);
  }
}
