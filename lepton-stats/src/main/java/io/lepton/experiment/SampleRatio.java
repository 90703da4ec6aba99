package io.lepton.experiment;

import io.lepton.stats.test.SampleRatioMismatch;
import io.lepton.stats.test.SequentialSampleRatio;
import io.lepton.stats.test.TestResult;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the arms' shares of the units are those of the weights, at an α of 0.001: for a fixed
 * horizon by {@link SampleRatioMismatch}, which holds at each look, for the other plans by {@link
 * SequentialSampleRatio}, which holds at all looks together. A mismatch means that units were lost
 * or gained differently between the arms, and that no metric can be trusted.
 *
 * @param of what was counted, such as {@code exposed units}
 * @param units counted in each arm, in the design's order
 * @param expected number in each arm by the weights
 * @param pValue of the weights' shares, or null if there is no unit yet
 * @param status what is shown
 */
public record SampleRatio(
    String of, List<Long> units, List<Double> expected, @Nullable Double pValue, Status status) {
  private static final double ALPHA = 0.001;

  /** What the check shows. */
  public enum Status {
    /** No sign of a mismatch. */
    AS_PLANNED,
    /** The shares are not those of the weights. */
    MISMATCH,
    /** No unit yet. */
    NO_UNITS
  }

  /** {@inheritDoc} */
  public SampleRatio {
    units = List.copyOf(units);
    expected = List.copyOf(expected);
  }

  /**
   * The p-value.
   *
   * @return empty if there is no unit yet
   */
  public Optional<Double> findPValue() {
    return Optional.ofNullable(pValue);
  }

  /** At one look. */
  static SampleRatio of(String of, long[] units, double[] weights) {
    return of(of, units, weights, () -> SampleRatioMismatch.withDefaults().test(units, weights));
  }

  /** At one of any number of looks. */
  static SampleRatio atAnyLook(String of, long[] units, double[] weights) {
    return of(of, units, weights, () -> SequentialSampleRatio.withDefaults().test(units, weights));
  }

  private static SampleRatio of(
      String of, long[] units, double[] weights, Supplier<TestResult> check) {
    double perWeight = Arrays.stream(units).sum() / Arrays.stream(weights).sum();
    List<Double> expected = Arrays.stream(weights).mapToObj(weight -> weight * perWeight).toList();
    List<Long> counted = Arrays.stream(units).boxed().toList();
    if (perWeight == 0) {
      return new SampleRatio(of, counted, expected, null, Status.NO_UNITS);
    }
    double p = check.get().pValue();
    return new SampleRatio(
        of, counted, expected, p, p < ALPHA ? Status.MISMATCH : Status.AS_PLANNED);
  }
}
