package io.lepton.stats.aggregate;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.aggregate.Effect.Arm;
import io.lepton.stats.aggregate.Effect.Scale;

/**
 * The difference of two means, adjusted for what was known of the units before they met their arm.
 * The estimate's expectation stays the same and its variance falls by the share ρ² of it that the
 * covariates explain, whether or not the relation is linear. Covariates that the treatment can
 * influence make the estimate wrong: take only what was measured before.
 *
 * <p>Variable 0 of the moments is the outcome, the others are the covariates. Constant or collinear
 * covariates add nothing. Units without a covariate's value: give 0 and, as a further covariate, 1
 * where it is missing and 0 elsewhere.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class RegressionAdjustment {
  private static final RegressionAdjustment CUPED = new RegressionAdjustment(Slopes.COMMON);
  private static final RegressionAdjustment INTERACTED = new RegressionAdjustment(Slopes.PER_ARM);

  private final Slopes slopes;

  /** How the covariates' slopes are estimated. */
  public enum Slopes {
    /** One for both arms: CUPED, and the analysis of covariance. */
    COMMON,
    /** One for each arm: the analysis of covariance with interactions. */
    PER_ARM
  }

  private RegressionAdjustment(Slopes slopes) {
    this.slopes = slopes;
  }

  /**
   * CUPED (Deng, Xu, Kohavi and Walker 2013): {@code y − θᵀ(x − x̄)} in place of y, θ the least
   * squares slopes within both arms together, then Welch's standard error.
   *
   * @return the method
   */
  public static RegressionAdjustment cuped() {
    return CUPED;
  }

  /**
   * A regression in each arm, compared at the covariates' common mean (Lin 2013): never less
   * precise than no adjustment with many units, also with arms of unequal size or effects that
   * depend on the covariates. The standard error is that of least squares with a residual variance
   * of each arm, plus that of the common mean where the slopes differ; it does not need the units,
   * as Huber and White's would, with which it agrees as the arms grow.
   *
   * @return the method
   */
  public static RegressionAdjustment interacted() {
    return INTERACTED;
  }

  /**
   * Least squares slopes of variable 0 on the others within the groups, each about its own mean;
   * CUPED's θ.
   *
   * @param groups at least one, of the same variables, at least two
   * @return one slope a covariate
   */
  public static double[] slopes(Moments... groups) {
    requireCovariates(groups);
    return Regression.within(groups).slopes();
  }

  /**
   * Estimates the difference.
   *
   * @param treatment outcome, then covariates
   * @param control the same variables
   * @return the effect; its means are those adjusted to the mean covariates of both arms together
   * @throws InvalidInputException if there are no covariates, an arm has fewer units than three
   *     more than there are covariates, or nothing is left of the outcome's spread
   */
  public Effect estimate(Moments treatment, Moments control) {
    requireCovariates(treatment, control);
    return slopes == Slopes.COMMON ? common(treatment, control) : perArm(treatment, control);
  }

  private static void requireCovariates(Moments... groups) {
    for (Moments group : groups) {
      if (group.variables() < 2 || group.variables() != groups[0].variables()) {
        throw new InvalidInputException(
            group.variables()
                + " variables; expected the outcome and at least one covariate, in each arm");
      }
      if (group.n() < group.variables() + 2) {
        throw new InvalidInputException(
            "an arm has "
                + group.n()
                + " units; adjusting for "
                + (group.variables() - 1)
                + " covariates wants at least "
                + (group.variables() + 2));
      }
    }
  }

  private static Effect common(Moments treatment, Moments control) {
    Moments all = treatment.plus(control);
    Regression fit = Regression.within(treatment, control);
    double shared = Regression.quadratic(all, fit.slopes(), fit.slopes()) / perUnits(all);
    double treatmentVariance = fit.residual(treatment) / perUnits(treatment);
    double controlVariance = fit.residual(control) / perUnits(control);
    return effect(
        arm(treatment, all, fit, treatmentVariance + shared),
        arm(control, all, fit, controlVariance + shared),
        treatmentVariance,
        treatment.n() - 1.0,
        controlVariance,
        control.n() - 1.0,
        0,
        "CUPED");
  }

  private static Effect perArm(Moments treatment, Moments control) {
    Moments all = treatment.plus(control);
    Regression ofTreatment = Regression.within(treatment);
    Regression ofControl = Regression.within(control);
    double[] difference = ofTreatment.slopes();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= ofControl.slopes()[i];
    }
    double treatmentDegrees = treatment.n() - 1.0 - ofTreatment.rank();
    double controlDegrees = control.n() - 1.0 - ofControl.rank();
    double treatmentVariance = predicted(treatment, all, ofTreatment, treatmentDegrees);
    double controlVariance = predicted(control, all, ofControl, controlDegrees);
    return effect(
        arm(treatment, all, ofTreatment, treatmentVariance + mean(all, ofTreatment)),
        arm(control, all, ofControl, controlVariance + mean(all, ofControl)),
        treatmentVariance,
        treatmentDegrees,
        controlVariance,
        controlDegrees,
        Regression.quadratic(all, difference, difference) / perUnits(all),
        "ANCOVA with interactions");
  }

  private static double mean(Moments all, Regression fit) {
    return Regression.quadratic(all, fit.slopes(), fit.slopes()) / perUnits(all);
  }

  /** Variance of the fit at the common mean: σ²(1/n + dᵀS⁻¹d). */
  private static double predicted(Moments arm, Moments all, Regression fit, double degrees) {
    double leverage = 1.0 / arm.n() + fit.leverage(distance(arm, all));
    return fit.residual(arm) / degrees * leverage;
  }

  private static double perUnits(Moments group) {
    return (group.n() - 1.0) * group.n();
  }

  private static double[] distance(Moments arm, Moments all) {
    double[] distance = new double[arm.variables() - 1];
    for (int i = 0; i < distance.length; i++) {
      distance[i] = arm.mean(i + 1) - all.mean(i + 1);
    }
    return distance;
  }

  private static Arm arm(Moments arm, Moments all, Regression fit, double variance) {
    return new Arm(arm.n(), arm.mean(0) - fit.of(distance(arm, all)), Math.sqrt(variance));
  }

  private static Effect effect(
      Arm treatment,
      Arm control,
      double treatmentVariance,
      double treatmentDegrees,
      double controlVariance,
      double controlDegrees,
      double further,
      String method) {
    double within = treatmentVariance + controlVariance;
    double first = treatmentVariance / within;
    double second = controlVariance / within;
    double degrees =
        within == 0 ? 1 : 1 / (first * first / treatmentDegrees + second * second / controlDegrees);
    return new Effect(
        treatment.mean() - control.mean(),
        Math.sqrt(within + further),
        degrees,
        control,
        treatment,
        Scale.ABSOLUTE,
        method);
  }
}
