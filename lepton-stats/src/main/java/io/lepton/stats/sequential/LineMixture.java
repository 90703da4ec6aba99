package io.lepton.stats.sequential;

import org.apache.commons.math3.special.Beta;

/**
 * Likelihood ratio of two arms' counts, averaged over alternatives on a line through a pair of
 * proportions: at a place x both move by their direction times x. The weights are a beta
 * distribution over all of the line that stays within 0 and 1, with mean 0 and a given variance as
 * far as it fits. Summed by the trapezoid rule in the logit of the place, where what is summed is
 * smooth and dies at both ends, so that it converges faster than any power.
 */
final class LineMixture {
  private static final double LEAST_SHAPE = 0.5;
  private static final double STEP = 0.4; // standard deviations
  private static final double NEGLIGIBLE = -30; // logarithm of a part of the largest
  private static final double FURTHEST = 200;
  private static final double TINY = 1e-200;

  private final Arm first;
  private final Arm second;
  private final double low;
  private final double high;
  private final double length;
  private final double a;
  private final double b;

  /**
   * One arm.
   *
   * @param p proportion at x = 0, inside 0 to 1
   * @param direction its change with x
   */
  record Arm(double p, double direction, long successes, long failures) {
    double least() {
      return direction > 0 ? -p / direction : direction < 0 ? (1 - p) / direction : -1e300;
    }

    double most() {
      return direction > 0 ? (1 - p) / direction : direction < 0 ? -p / direction : 1e300;
    }

    /** By the distances to where its own part of the line begins and ends, which keep digits. */
    double logRatio(double down, double up) {
      double size = Math.abs(direction);
      double now = size * (direction > 0 ? down : up);
      double rest = size * (direction > 0 ? up : down);
      return (successes == 0 ? 0 : successes * Math.log(now / p))
          + (failures == 0 ? 0 : failures * Math.log(rest / (1 - p)));
    }

    double slope(double down, double up) {
      long rising = direction > 0 ? successes : failures;
      long falling = direction > 0 ? failures : successes;
      return (rising == 0 ? 0 : rising / Math.max(down, TINY))
          - (falling == 0 ? 0 : falling / Math.max(up, TINY));
    }
  }

  LineMixture(Arm first, Arm second, double variance) {
    this.first = first;
    this.second = second;
    low = Math.max(first.least(), second.least());
    high = Math.min(first.most(), second.most());
    length = high - low;
    double zero = -low / length;
    double widest = zero * (1 - zero) * length * length;
    double weight = Math.max(widest / variance - 1, LEAST_SHAPE / Math.min(zero, 1 - zero));
    a = zero * weight;
    b = (1 - zero) * weight;
  }

  /** Logarithm of the average. */
  double log() {
    double mode = mode();
    double h = 1e-3;
    double curvature = (slope(mode - h) - slope(mode + h)) / (2 * h);
    double step = STEP * Math.min(1, 1 / Math.sqrt(Math.max(curvature, 1e-6)));
    double top = at(mode);
    double sum = 1;
    for (int side = -1; side <= 1; side += 2) {
      for (int k = 1; k * step < FURTHEST; k++) {
        double value = at(mode + side * k * step) - top;
        sum += Math.exp(value);
        if (value < NEGLIGIBLE) {
          break;
        }
      }
    }
    return top + Math.log(sum * step) - Beta.logBeta(a, b);
  }

  /** Where what is summed is largest; its slope falls from a to −b. */
  private double mode() {
    double left = -FURTHEST / 4;
    double right = FURTHEST / 4;
    for (int i = 0; i < 34; i++) {
      double middle = 0.5 * (left + right);
      if (slope(middle) > 0) {
        left = middle;
      } else {
        right = middle;
      }
    }
    return 0.5 * (left + right);
  }

  private double slope(double logit) {
    double share = 1 / (1 + Math.exp(-logit));
    double rest = 1 / (1 + Math.exp(logit));
    double down = length * share;
    double up = length * rest;
    double slopes =
        first.slope(low - first.least() + down, first.most() - high + up)
            + second.slope(low - second.least() + down, second.most() - high + up);
    return a * rest - b * share + slopes * down * rest;
  }

  private double at(double logit) {
    double down = length / (1 + Math.exp(-logit));
    double up = length / (1 + Math.exp(logit));
    double logShare = -Math.log1p(Math.exp(-logit));
    return a * logShare
        + b * (logShare - logit)
        + first.logRatio(low - first.least() + down, first.most() - high + up)
        + second.logRatio(low - second.least() + down, second.most() - high + up);
  }
}
