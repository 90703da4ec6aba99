package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.test.CorrectedResampledT;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A metric over the folds of a repeated cross-validation.
 *
 * @param metric its name
 * @param folds number of folds in one repeat
 * @param values the metric on each held-out fold, repeat by repeat; folds × repeats of them
 */
public record CrossValidated(String metric, int folds, List<Double> values) {
  /** {@inheritDoc} */
  public CrossValidated {
    values = List.copyOf(values);
    if (folds < 2 || values.isEmpty() || values.size() % folds != 0) {
      throw new InvalidInputException(
          values.size() + " values of " + folds + " folds; expected a multiple, from 2 folds on");
    }
  }

  /**
   * The mean over all folds.
   *
   * @return the mean
   */
  public double mean() {
    return mean(values);
  }

  /**
   * The standard deviation over all folds, with the divisor n − 1: how much one fold differs from
   * another.
   *
   * @return at least 0
   */
  public double standardDeviation() {
    double mean = mean();
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.size() - 1));
  }

  /**
   * The mean of each repeat, whose spread shows how much the cut into folds matters.
   *
   * @return one for each repeat
   */
  public List<Double> repeatMeans() {
    return IntStream.range(0, values.size() / folds)
        .mapToObj(repeat -> mean(values.subList(repeat * folds, (repeat + 1) * folds)))
        .toList();
  }

  /**
   * An interval for the mean: Student's t with the variance corrected for training sets that
   * overlap, (1/n + 1/(folds − 1)) s²; see {@link CorrectedResampledT}. Of the metrics of {@link
   * io.lepton.metric}, what lies beyond the range the metric can have is cut off: the mean is never
   * there, so the interval holds it as often as before.
   *
   * @param level between 0 and 1, such as 0.95
   * @return the interval
   */
  public Interval interval(double level) {
    double[] folded = values.stream().mapToDouble(Double::doubleValue).toArray();
    Interval whole =
        CorrectedResampledT.withDefaults().withLevel(level).interval(folded, 1.0 / (folds - 1));
    return MetricRange.of(metric).within(whole);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }
}
