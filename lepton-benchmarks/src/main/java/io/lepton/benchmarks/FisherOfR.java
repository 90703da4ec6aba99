package io.lepton.benchmarks;

import io.lepton.stats.internal.Hypergeometric;
import java.util.function.DoubleUnaryOperator;

/** Odds ratio and interval as R's {@code fisher.test} prints them: where its search stopped. */
final class FisherOfR {
  private final Hypergeometric tables;
  private final long observed;

  FisherOfR(long[][] table) {
    tables =
        new Hypergeometric(
            table[0][0] + table[0][1], table[1][0] + table[1][1], table[0][0] + table[1][0]);
    observed = table[0][0];
  }

  double oddsRatio() {
    if (observed == tables.least()) {
      return 0;
    }
    return observed == tables.most()
        ? Double.POSITIVE_INFINITY
        : root(odds -> (odds == 0 ? tables.least() : tables.mean(Math.log(odds))) - observed);
  }

  double low(double tail) {
    return observed == tables.least()
        ? 0
        : root(odds -> (odds == 0 ? 0 : tables.atLeast(observed, Math.log(odds))) - tail);
  }

  double high(double tail) {
    return observed == tables.most()
        ? Double.POSITIVE_INFINITY
        : root(odds -> (odds == 0 ? 1 : tables.atMost(observed, Math.log(odds))) - tail);
  }

  /** R looks between 0 and 1, for the odds ratio or, beyond 1, for its inverse. */
  private static double root(DoubleUnaryOperator function) {
    double one = function.applyAsDouble(1);
    double none = function.applyAsDouble(0);
    if (one == 0) {
      return 1;
    }
    return one > 0 == none > 0
        ? 1 / UniRoot.find(t -> function.applyAsDouble(1 / t), Math.ulp(1.0), 1)
        : UniRoot.find(function, 0, 1);
  }
}
