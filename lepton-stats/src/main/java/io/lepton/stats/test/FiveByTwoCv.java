package io.lepton.stats.test;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.Alternative;
import io.lepton.stats.internal.Checks;
import io.lepton.stats.internal.Tails;
import java.util.Objects;

/**
 * The test of two learning algorithms by five repeats of a two-fold cross-validation (Dietterich
 * 1998), whose level holds where that of a paired t-test over folds does not: with the differences
 * {@code p} of the two folds of a repeat and {@code s²} their squared deviations, {@code t = p₁₁ /
 * √(Σ s²/5)} has five degrees of freedom. Two-sided.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class FiveByTwoCv {
  private static final FiveByTwoCv DEFAULT = new FiveByTwoCv(Form.T);

  /** Which statistic. */
  public enum Form {
    /** Dietterich's; it depends on which fold is called the first. */
    T,
    /** Alpaydin's (1999) {@code F = Σ p² / (2 Σ s²)} of (10, 5) degrees; with more power. */
    F
  }

  private final Form form;

  private FiveByTwoCv(Form form) {
    this.form = form;
  }

  /**
   * What the test found.
   *
   * @param statistic t or F
   * @param pValue two-sided
   * @param difference mean of all ten differences
   */
  public record Result(double statistic, double pValue, double difference) implements TestResult {}

  /**
   * Dietterich's t.
   *
   * @return the test
   */
  public static FiveByTwoCv withDefaults() {
    return DEFAULT;
  }

  /**
   * Sets the statistic.
   *
   * @param value the form
   * @return a new test
   */
  public FiveByTwoCv with(Form value) {
    return new FiveByTwoCv(Objects.requireNonNull(value));
  }

  /**
   * Tests differences.
   *
   * @param differences first algorithm less second: five repeats of two folds
   * @return the result
   * @throws InvalidInputException if there are not five times two, one is NaN or infinite, or the
   *     two folds agree in every repeat
   */
  public Result test(double[][] differences) {
    if (differences.length != 5) {
      throw new InvalidInputException(differences.length + " repeats; expected 5");
    }
    double deviations = 0;
    double squares = 0;
    double sum = 0;
    for (int i = 0; i < 5; i++) {
      Checks.sameLength("two folds", 2, "repeat " + i, differences[i].length);
      Checks.sample("repeat " + i, differences[i], 2);
      double gap = differences[i][0] - differences[i][1];
      deviations += 0.5 * gap * gap;
      squares += differences[i][0] * differences[i][0] + differences[i][1] * differences[i][1];
      sum += differences[i][0] + differences[i][1];
    }
    if (!(deviations > 0)) {
      throw new InvalidInputException(
          "the two folds of every repeat differ by nothing; the test needs spread");
    }
    if (form == Form.T) {
      double t = differences[0][0] / Math.sqrt(deviations / 5);
      return new Result(t, Alternative.TWO_SIDED.studentPValue(t, 5), sum / 10);
    }
    double f = squares / (2 * deviations);
    return new Result(f, Tails.fisherUpper(f, 10, 5), sum / 10);
  }
}
