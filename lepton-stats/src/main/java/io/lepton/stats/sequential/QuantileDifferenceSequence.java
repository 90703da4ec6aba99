package io.lepton.stats.sequential;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.aggregate.ValueCounts;
import io.lepton.stats.internal.Checks;

/**
 * Interval and p-value of the difference of a quantile between two arms that hold at all times
 * together, for any distributions, with ties or without, and with no approximation. Against a pair
 * of quantiles runs the product of both arms' beta-binomial mixtures, each of the count of values
 * below (Howard and Ramdas 2022); a difference is rejected once every pair with it is, at a product
 * of 1/α (universal inference, Wasserman, Ramdas and Balakrishnan 2020). That is a quarter narrower
 * than the difference of two {@link QuantileSequence}s.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class QuantileDifferenceSequence {
  private final double probability;
  private final double level;
  private final double treatmentCases;
  private final double controlCases;

  private QuantileDifferenceSequence(
      double probability, double level, double treatmentCases, double controlCases) {
    this.probability = probability;
    this.level = level;
    this.treatmentCases = treatmentCases;
    this.controlCases = controlCases;
  }

  /**
   * What a look says.
   *
   * @param difference treatment's sample quantile less control's
   * @param interval of level 1 − α at all looks together; an end is infinite while there are too
   *     few values
   * @param pValue of no difference, valid at any look
   */
  public record Result(double difference, Interval interval, double pValue) {}

  /**
   * 95 %, tuned for 1000 values in each arm.
   *
   * @param probability between 0 and 1, such as 0.5 for the median
   * @return the method
   */
  public static QuantileDifferenceSequence of(double probability) {
    return new QuantileDifferenceSequence(
        Checks.inside("probability", probability), 0.95, 1000, 1000);
  }

  /**
   * Sets the level.
   *
   * @param value between 0 and 1, such as 0.95
   * @return a new method
   */
  public QuantileDifferenceSequence withLevel(double value) {
    return new QuantileDifferenceSequence(
        probability, Checks.inside("level", value), treatmentCases, controlCases);
  }

  /**
   * Sets for how many values it is narrowest. To be set before the data are seen.
   *
   * @param treatment values expected at the decision, above 0
   * @param control likewise
   * @return a new method
   */
  public QuantileDifferenceSequence tunedFor(double treatment, double control) {
    return new QuantileDifferenceSequence(
        probability,
        level,
        Checks.positive("treatment values", treatment),
        Checks.positive("control values", control));
  }

  /**
   * What the difference by its standard error must reach to be found, at the values it is tuned for
   * and in large samples; a fixed test asks for 1.96 at 95 %. For planning.
   *
   * @return above the normal quantile
   */
  public double criticalValue() {
    double alpha = 1 - level;
    double rho = NormalMixture.rho(1, Math.sqrt(alpha), NormalMixture.Sides.TWO);
    return Math.sqrt(2 * (1 + rho) * (Math.log1p(1 / rho) - Math.log(alpha)));
  }

  /**
   * Interval and p-value at a look.
   *
   * @param treatment at least one value
   * @param control at least one value
   * @return both
   * @throws InvalidInputException if an arm has no value
   */
  public Result test(ValueCounts treatment, ValueCounts control) {
    QuantileEvidence of = evidence(treatment, treatmentCases);
    QuantileEvidence against = evidence(control, controlCases);
    double limit = -Math.log(1 - level);
    Interval interval =
        new Interval(
            -QuantileEvidence.most(against, of, limit),
            QuantileEvidence.most(of, against, limit),
            level,
            "quantile mixtures");
    return new Result(
        treatment.quantile(probability) - control.quantile(probability),
        interval,
        Math.min(1, Math.exp(-QuantileEvidence.againstEqual(of, against))));
  }

  private QuantileEvidence evidence(ValueCounts values, double planned) {
    if (values.n() == 0) {
      throw new InvalidInputException("an arm has no value; expected at least one of each");
    }
    double spread = probability * (1 - probability);
    return new QuantileEvidence(
        values,
        probability,
        BetaMixture.tuned(
            spread * planned,
            Math.sqrt(1 - level),
            probability,
            1 - probability,
            NormalMixture.Sides.TWO));
  }
}
