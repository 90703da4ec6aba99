package io.lepton.tune.internal.gp;

import java.util.Arrays;
import java.util.List;

/**
 * The logarithm of the expected improvement below a value (Ament et al. 2023), plus that of the
 * probability that each constraint is at most 0 (Gardner et al. 2014).
 */
public final class Acquisition {
  private final GaussianProcess objective;
  private final double incumbent;
  private final List<Constraint> constraints;

  /**
   * A constraint.
   *
   * @param process of its values
   * @param limit up to which it is met, on the scale of the process
   */
  public record Constraint(GaussianProcess process, double limit) {}

  /**
   * Defines the function.
   *
   * @param objective lower is better
   * @param incumbent to be improved on; +∞ while no point meets the constraints, which then alone
   *     count
   * @param constraints to be met
   */
  public Acquisition(GaussianProcess objective, double incumbent, List<Constraint> constraints) {
    this.objective = objective;
    this.incumbent = incumbent;
    this.constraints = List.copyOf(constraints);
  }

  double at(double[] x) {
    double sum = 0;
    if (incumbent < Double.POSITIVE_INFINITY) {
      Prediction p = objective.at(x);
      double sigma = sigma(p);
      sum +=
          StrictMath.log(sigma)
              + LogImprovement.improvement((incumbent - p.mean()) / sigma).value();
    }
    for (Constraint constraint : constraints) {
      Prediction p = constraint.process.at(x);
      sum += LogImprovement.probability((constraint.limit - p.mean()) / sigma(p)).value();
    }
    return sum;
  }

  private static double sigma(Prediction p) {
    return Math.sqrt(p.variance());
  }

  /** The value, and its gradient along the coordinates that are not categories. */
  double at(double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    if (incumbent < Double.POSITIVE_INFINITY) {
      Prediction p = objective.withGradients(x);
      double sigma = sigma(p);
      double z = (incumbent - p.mean()) / sigma;
      LogImprovement.LogValue log = LogImprovement.improvement(z);
      sum += StrictMath.log(sigma) + log.value();
      addGradient(gradient, p, log.slope(), z, 1);
    }
    for (Constraint constraint : constraints) {
      Prediction p = constraint.process.withGradients(x);
      double z = (constraint.limit - p.mean()) / sigma(p);
      LogImprovement.LogValue log = LogImprovement.probability(z);
      sum += log.value();
      addGradient(gradient, p, log.slope(), z, 0);
    }
    return sum;
  }

  /** z' = −(μ' + z σ')/σ with σ' = v'/(2σ); the logarithm of σ itself changes by σ'/σ. */
  private static void addGradient(
      double[] gradient, Prediction p, double slope, double z, double ofLogSigma) {
    double sigma = sigma(p);
    for (int j = 0; j < gradient.length; j++) {
      double sigmaChange = p.varianceGradient()[j] / (2 * sigma);
      gradient[j] +=
          (ofLogSigma * sigmaChange - slope * (p.meanGradient()[j] + z * sigmaChange)) / sigma;
    }
  }
}
