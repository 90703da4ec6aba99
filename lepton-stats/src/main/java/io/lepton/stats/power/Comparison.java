package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.NoncentralT;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.function.DoubleUnaryOperator;

/** The power of each treatment's comparison with the control, at a given level of each. */
record Comparison(PlannedMetric metric, PlanSettings settings, double level) {

  /** The weakest treatment's. */
  double power(double totalUnits, double effect) {
    double[] units = settings.split(totalUnits);
    double weakest = 1;
    for (int arm = 1; arm < units.length; arm++) {
      // arms of one size need no second look
      if (arm == 1 || units[arm] != units[arm - 1]) {
        weakest = Math.min(weakest, power(units[0], units[arm], effect));
      }
    }
    return weakest;
  }

  /** How far the truth lies from what is tested. */
  double distance(double effect) {
    Double gain = settings.trueGain();
    return gain == null ? effect : effect + gain;
  }

  private PlannedMetric.Variances variances(double control, double treatment, double effect) {
    EffectDirection direction = settings.direction();
    Double gain = settings.trueGain();
    return gain == null
        ? metric.ofDifference(control, treatment, direction.signed(effect))
        : metric.ofMargin(control, treatment, direction.signed(gain), direction.signed(-effect));
  }

  private double power(double control, double treatment, double effect) {
    PlannedMetric.Variances variances = variances(control, treatment, effect);
    double factor = settings.varianceFactor();
    double error = Math.sqrt(factor * variances.underTruth());
    double inflation = Math.sqrt(variances.underNull() / variances.underTruth());
    double shift = distance(effect) / error;
    double tail = level / settings.sides();
    double clusterSize = settings.clusters().meanSize();
    boolean clustered = !settings.clusters().equals(ClusterDesign.NONE);
    if (!metric.estimatesVariance() && !clustered) {
      return Normal.cumulative(shift - inflation * Normal.upperQuantile(tail));
    }
    double degreesOfFreedom = (control + treatment) / clusterSize - 2;
    double critical = inflation * Tails.studentUpperQuantile(tail, degreesOfFreedom);
    return NoncentralT.upper(critical, degreesOfFreedom, shift);
  }

  double smallestEffect(double totalUnits, double wanted) {
    boolean bounded = !metric.estimatesVariance();
    double room =
        bounded ? (settings.isNonInferiority() ? 1 : metric.room(settings.direction())) : 0;
    double[] units = settings.split(totalUnits);
    DoubleUnaryOperator missing = effect -> wanted - power(totalUnits, effect);
    double low = 0;
    if (settings.isNonInferiority() && missing.applyAsDouble(0) <= 0) {
      return 0;
    }
    double scale = Math.sqrt(metric.ofDifference(units[0], units[1], 0).underTruth());
    double most = bounded ? Math.nextDown(room) : Double.MAX_VALUE;
    double high = bounded ? room / 1024 : scale / 64;
    // from below: with a handful of units the approximation does not rise all the way
    while (missing.applyAsDouble(high) > 0 && high < most) {
      low = high;
      high = Math.min(most, 2 * high);
    }
    if (missing.applyAsDouble(high) > 0) {
      throw new InvalidInputException(
          totalUnits
              + " units detect no effect from "
              + metric.baseline()
              + " with power "
              + wanted
              + "; take more units");
    }
    return Tails.solve(missing, low, high);
  }
}
