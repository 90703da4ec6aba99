package io.lepton.monitor;

import io.lepton.error.InvalidInputException;
import java.util.List;

/**
 * How often each bin or category came, then and now; ready to be plotted.
 *
 * @param labels of the bins: ranges in ascending order or categories, then {@value #UNSEEN} and
 *     {@value #MISSING}
 * @param reference rows of the training profile in each bin
 * @param live rows of the window in each bin
 */
public record DriftHistogram(List<String> labels, List<Long> reference, List<Long> live) {
  /** Label of a category that training never met. */
  public static final String UNSEEN = "(unseen)";

  /** Label of rows without a value. */
  public static final String MISSING = "(missing)";

  /** {@inheritDoc} */
  public DriftHistogram {
    labels = List.copyOf(labels);
    reference = List.copyOf(reference);
    live = List.copyOf(live);
    if (labels.size() != reference.size() || labels.size() != live.size()) {
      throw new InvalidInputException(
          labels.size()
              + " labels, "
              + reference.size()
              + " reference counts, "
              + live.size()
              + " live counts; expected as many of each");
    }
  }

  /**
   * The share of each bin in training.
   *
   * @return from 0 to 1, all 0 if there were no rows
   */
  public double[] referenceShares() {
    return shares(reference);
  }

  /**
   * The share of each bin in the window.
   *
   * @return from 0 to 1, all 0 if there were no rows
   */
  public double[] liveShares() {
    return shares(live);
  }

  private static double[] shares(List<Long> counts) {
    double total = Math.max(1, counts.stream().mapToLong(Long::longValue).sum());
    return counts.stream().mapToDouble(count -> count / total).toArray();
  }
}
