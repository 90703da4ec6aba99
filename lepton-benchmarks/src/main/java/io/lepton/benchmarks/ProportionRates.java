package io.lepton.benchmarks;

import io.lepton.stats.sequential.AlwaysValid;
import io.lepton.stats.sequential.ProportionDifferenceSequence;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How often two arms' proportions are found to differ when looked at fifty times, two-sided at
 * 0.05: by the exact sequence, and by that for large samples with looks from 100 units an arm on.
 */
final class ProportionRates {
  private static final int LOOKS = 50;

  private ProportionRates() {}

  /** Arms of units at random, in the shares of the planned units. */
  private record Case(double control, double treatment, int controls, int treated) {
    String label() {
      return String.format(
          Locale.ROOT, "%s and %s of %d and %d", control, treatment, controls, treated);
    }
  }

  static void print(int runs) {
    System.out.println(
        "\n| proportions, 50 looks | exact | at look | for large samples | at look |");
    System.out.println("|---|---|---|---|---|");
    for (Case each :
        new Case[] {
          new Case(0.005, 0.005, 4000, 4000),
          new Case(0.005, 0.005, 8000, 800),
          new Case(0.005, 0.005, 800, 8000),
          new Case(0.5, 0.5, 200, 200),
          new Case(0.995, 0.995, 2000, 2000),
          new Case(0.4, 0.6, 184, 184),
          new Case(0.01, 0.02, 4500, 4500)
        }) {
      print(each, runs);
    }
  }

  private static void print(Case of, int runs) {
    ProportionDifferenceSequence exact =
        ProportionDifferenceSequence.withDefaults().tunedFor(of.treated, of.controls);
    AlwaysValid large = AlwaysValid.withDefaults().tunedFor((double) of.treated + of.controls);
    SplittableRandom random = new SplittableRandom(41);
    int[] found = new int[2];
    long[] looks = new long[2];
    for (int run = 0; run < runs; run++) {
      long[] n = new long[2];
      long[] s = new long[2];
      boolean[] done = new boolean[2];
      for (int look = 1; look <= LOOKS && !(done[0] && done[1]); look++) {
        draw(of, random, n, s);
        boolean[] now = {
          n[0] > 0 && n[1] > 0 && !done[0] && exact.pValue(s[1], n[1], s[0], n[0]) <= 0.05,
          !done[1] && byNormal(large, n, s)
        };
        for (int method = 0; method < 2; method++) {
          if (now[method]) {
            done[method] = true;
            found[method]++;
            looks[method] += look;
          }
        }
      }
    }
    System.out.println(
        "| "
            + of.label()
            + cells(found[0], looks[0], runs)
            + cells(found[1], looks[1], runs)
            + " |");
  }

  private static void draw(Case of, SplittableRandom random, long[] n, long[] s) {
    double share = (double) of.treated / (of.treated + of.controls);
    for (int i = 0; i < (of.treated + of.controls) / LOOKS; i++) {
      int arm = random.nextDouble() < share ? 1 : 0;
      n[arm]++;
      s[arm] += random.nextDouble() < (arm == 1 ? of.treatment : of.control) ? 1 : 0;
    }
  }

  private static boolean byNormal(AlwaysValid method, long[] n, long[] s) {
    if (Math.min(n[0], n[1]) < 100) {
      return false;
    }
    double control = (double) s[0] / n[0];
    double treatment = (double) s[1] / n[1];
    double error = Math.sqrt(control * (1 - control) / n[0] + treatment * (1 - treatment) / n[1]);
    return error > 0 && method.pValue(treatment - control, error, (double) n[0] + n[1]) <= 0.05;
  }

  private static String cells(int found, long looks, int runs) {
    return ErrorRatesBenchmark.cell(found, runs)
        + (found == 0 ? " | " : String.format(Locale.ROOT, " | %.0f", (double) looks / found));
  }
}
