package io.lepton.stats.power;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.EffectSize;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Normal;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * Power of the z-test for two proportions after the transformation {@code 2 asin √p}, which makes
 * their variance the same: {@code Φ(h √(n₁n₂/(n₁+n₂)) − z)} with Cohen's h, plus the other tail if
 * two-sided (Cohen 1988). It is R's {@code pwr.2p.test}; {@link TwoProportionsPower} is that of
 * {@code power.prop.test}, and nearer to the tests here.
 *
 * <p>A one-sided test is taken to point the right way. Immutable and safe for use by many threads.
 */
public final class ArcsinePower {
  private static final ArcsinePower DEFAULT = new ArcsinePower(0.05, Alternative.TWO_SIDED);

  private final double alpha;
  private final Alternative alternative;

  private ArcsinePower(double alpha, Alternative alternative) {
    this.alpha = alpha;
    this.alternative = alternative;
  }

  /**
   * Two-sided, alpha 0.05, groups of equal size.
   *
   * @return the plan
   */
  public static ArcsinePower withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the accepted rate of false alarms.
   *
   * @param value between 0 and 1
   * @return a new plan
   */
  public ArcsinePower withAlpha(double value) {
    return new ArcsinePower(Checks.inside("alpha", value), alternative);
  }

  /**
   * Sets the alternative; both one-sided ones plan alike.
   *
   * @param value the alternative
   * @return a new plan
   */
  public ArcsinePower with(Alternative value) {
    return new ArcsinePower(alpha, Objects.requireNonNull(value));
  }

  /**
   * The probability to detect a difference.
   *
   * @param cases number of cases in each group, above 0; need not be whole
   * @param first true proportion in the first group, from 0 to 1
   * @param second true proportion in the second group, from 0 to 1
   * @return between 0 and 1
   * @throws InvalidInputException if an argument is out of range
   */
  public double power(double cases, double first, double second) {
    Checks.positive("cases", cases);
    return ofEffect(cases, Math.abs(EffectSize.cohensH(first, second)));
  }

  private double ofEffect(double cases, double effect) {
    double shift = effect * Math.sqrt(cases / 2);
    if (alternative != Alternative.TWO_SIDED) {
      return Normal.cumulative(shift - Normal.upperQuantile(alpha));
    }
    double z = Normal.upperQuantile(alpha / 2);
    return Normal.cumulative(shift - z) + Normal.cumulative(-shift - z);
  }

  /**
   * The number of cases that gives a power.
   *
   * @param first true proportion in the first group, from 0 to 1
   * @param second another proportion
   * @param power above alpha and below 1
   * @return of two groups of equal size
   * @throws InvalidInputException if an argument is out of range, or the proportions are equal
   */
  public SampleSize sampleSize(double first, double second, double power) {
    double effect = Math.abs(EffectSize.cohensH(first, second));
    if (effect == 0) {
      throw new InvalidInputException(
          "both proportions are " + first + "; there is no difference to plan for");
    }
    Powers.requirePower(power, alpha);
    double cases = Tails.falling(n -> power - ofEffect(n, effect), 0, 2 / (effect * effect));
    return new SampleSize(cases, cases);
  }
}
