package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.internal.Checks;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** All of a plan but its metric. {@code trueGain} is null unless non-inferiority is asked for. */
record PlanSettings(
    double alpha,
    int sides,
    EffectDirection direction,
    @Nullable Double trueGain,
    List<Double> weights,
    ArmCorrection correction,
    ClusterDesign clusters,
    double correlation) {
  static final PlanSettings DEFAULT =
      new PlanSettings(
          0.05,
          2,
          EffectDirection.INCREASE,
          null,
          List.of(1.0, 1.0),
          ArmCorrection.BONFERRONI,
          ClusterDesign.NONE,
          0);

  private static final double LEAST_PER_ARM = 2;

  PlanSettings alpha(double value) {
    return new PlanSettings(
        value, sides, direction, trueGain, weights, correction, clusters, correlation);
  }

  PlanSettings sides(int value) {
    if (value == 2 && isNonInferiority()) {
      throw new InvalidInputException("non-inferiority is one-sided; plan it without TWO_SIDED");
    }
    return new PlanSettings(
        alpha, value, direction, trueGain, weights, correction, clusters, correlation);
  }

  PlanSettings direction(EffectDirection value) {
    return new PlanSettings(
        alpha, sides, value, trueGain, weights, correction, clusters, correlation);
  }

  PlanSettings nonInferiority(double gain) {
    return new PlanSettings(alpha, 1, direction, gain, weights, correction, clusters, correlation);
  }

  PlanSettings weights(double control, double[] treatments) {
    if (treatments.length == 0) {
      throw new InvalidInputException("no treatment has a weight; expected at least one");
    }
    Checks.positive("weight of the control", control);
    for (int i = 0; i < treatments.length; i++) {
      Checks.positive("weight of treatment " + (i + 1), treatments[i]);
    }
    List<Double> all =
        DoubleStream.concat(DoubleStream.of(control), DoubleStream.of(treatments)).boxed().toList();
    return new PlanSettings(
        alpha, sides, direction, trueGain, all, correction, clusters, correlation);
  }

  PlanSettings correction(ArmCorrection value) {
    return new PlanSettings(
        alpha, sides, direction, trueGain, weights, value, clusters, correlation);
  }

  PlanSettings clusters(ClusterDesign value) {
    return new PlanSettings(
        alpha, sides, direction, trueGain, weights, correction, value, correlation);
  }

  PlanSettings correlation(double value) {
    return new PlanSettings(
        alpha, sides, direction, trueGain, weights, correction, clusters, value);
  }

  boolean isNonInferiority() {
    return trueGain != null;
  }

  double[] weightsArray() {
    return weights.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Units by arm, the control first. */
  double[] split(double totalUnits) {
    double[] units = weightsArray();
    double sum = DoubleStream.of(units).sum();
    for (int i = 0; i < units.length; i++) {
      units[i] *= totalUnits / sum;
    }
    return units;
  }

  /** The fewest units of all arms that leave two, or two clusters, in the smallest. */
  double leastUnits() {
    double[] shares = split(1);
    double smallest = DoubleStream.of(shares).min().orElseThrow();
    return LEAST_PER_ARM * clusters.meanSize() / smallest;
  }

  /** What clusters and a covariate multiply variances by. */
  double varianceFactor() {
    return clusters.designEffect() * (1 - correlation * correlation);
  }
}
