package io.lepton.stats.internal;

import io.lepton.error.InvalidInputException;

/**
 * The structural components of the area under the ROC curve (DeLong, DeLong and Clarke-Pearson
 * 1988), found in O(n log n) from one sort (Sun and Xu 2014): for a positive, the share of
 * negatives it beats; for a negative, the share of positives that beat it; ties count one half.
 */
public final class Placements {
  private final double[] values;
  private final boolean[] positive;
  private final int positives;
  private final double auc;

  private Placements(double[] values, boolean[] positive, int positives, double auc) {
    this.values = values;
    this.positive = positive;
    this.positives = positives;
    this.auc = auc;
  }

  /** Places every case. */
  public static Placements of(boolean[] positive, double[] scores) {
    Checks.sameLength("positive", positive.length, "scores", scores.length);
    Checks.sample("scores", scores, 2);
    int positives = 0;
    for (boolean is : positive) {
      positives += is ? 1 : 0;
    }
    int negatives = positive.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new InvalidInputException(
          positives
              + " positive and "
              + negatives
              + " negative cases; the area under the ROC curve needs both");
    }
    double[] values = new double[scores.length];
    int[] order = Order.ascending(scores);
    long positivesBelow = 0;
    long negativesBelow = 0;
    double twiceBeaten = 0;
    for (int start = 0; start < order.length; ) {
      int end = start;
      int tiedPositives = 0;
      while (end < order.length && scores[order[end]] == scores[order[start]]) {
        tiedPositives += positive[order[end]] ? 1 : 0;
        end++;
      }
      int tiedNegatives = end - start - tiedPositives;
      long twiceNegatives = 2 * negativesBelow + tiedNegatives;
      long twicePositives = 2 * (positives - positivesBelow) - tiedPositives;
      for (int k = start; k < end; k++) {
        values[order[k]] =
            positive[order[k]]
                ? 0.5 * twiceNegatives / negatives
                : 0.5 * twicePositives / positives;
      }
      twiceBeaten += (double) tiedPositives * twiceNegatives;
      positivesBelow += tiedPositives;
      negativesBelow += tiedNegatives;
      start = end;
    }
    double auc = 0.5 * twiceBeaten / ((double) positives * negatives);
    return new Placements(values, positive, positives, auc);
  }

  /** The area under the ROC curve. */
  public double auc() {
    return auc;
  }

  /** Number of positive cases. */
  public int positives() {
    return positives;
  }

  /** Number of negative cases. */
  public int negatives() {
    return values.length - positives;
  }

  /** DeLong's estimate of the variance of the area; NaN below two cases of a class. */
  public double variance() {
    return covariance(this);
  }

  /** DeLong's estimate of the covariance of two areas on the same cases. */
  public double covariance(Placements other) {
    double ofPositives = 0;
    double ofNegatives = 0;
    for (int i = 0; i < values.length; i++) {
      double product = (values[i] - auc) * (other.values[i] - other.auc);
      if (positive[i]) {
        ofPositives += product;
      } else {
        ofNegatives += product;
      }
    }
    double m = positives();
    double n = negatives();
    return ofPositives / ((m - 1) * m) + ofNegatives / ((n - 1) * n);
  }

  /** How far each case moves the area: its component's deviation by the size of its class. */
  public double influence(int place) {
    return (values[place] - auc) / (positive[place] ? positives() : negatives());
  }
}
