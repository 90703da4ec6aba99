package io.lepton.stats.bayes;

import io.lepton.model.Interval;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/** The shortest interval of a distribution with one mode. */
final class Density {
  private Density() {}

  /** Of a density with one mode inside, by its quantiles: the tail below that makes it shortest. */
  static Interval shortest(DoubleUnaryOperator quantile, double level, String method) {
    double tail = 1 - level;
    double below =
        new BrentOptimizer(1e-12, 1e-16)
            .optimize(
                new MaxEval(500),
                GoalType.MINIMIZE,
                new SearchInterval(0, tail),
                new UnivariateObjectiveFunction(p -> end(quantile, p + level) - end(quantile, p)))
            .getPoint();
    return new Interval(end(quantile, below), end(quantile, below + level), level, method);
  }

  private static double end(DoubleUnaryOperator quantile, double p) {
    return quantile.applyAsDouble(Math.min(Math.max(p, 1e-300), Math.nextDown(1.0)));
  }
}
