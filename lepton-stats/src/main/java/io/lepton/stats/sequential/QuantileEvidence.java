package io.lepton.stats.sequential;

import io.lepton.stats.aggregate.ValueCounts;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The evidence of one arm's values against each value being its quantile. It has its least at the
 * sample quantile and grows to both sides. At a value that ties, the count of values below may be
 * anything between those below and those not above, so that the least of these counts.
 */
final class QuantileEvidence {
  private final double[] values;
  private final long[] upTo;
  private final long n;
  private final double probability;
  private final BetaMixture mixture;
  private final long least; // the count of least evidence
  private final int middle; // the value of least evidence

  QuantileEvidence(ValueCounts counted, double probability, BetaMixture mixture) {
    values = counted.values();
    upTo = counted.counts();
    for (int i = 1; i < upTo.length; i++) {
      upTo[i] += upTo[i - 1];
    }
    n = counted.n();
    this.probability = probability;
    this.mixture = mixture;
    long floor = (long) Math.floor(n * probability);
    least = ofCount(floor) <= ofCount(floor + 1) ? floor : floor + 1;
    int at = Arrays.binarySearch(upTo, Math.max(1, least));
    middle = at >= 0 ? at : -at - 1;
  }

  /** Logarithm of the evidence if so many values lie below. */
  private double ofCount(long count) {
    return mixture.log(count - n * probability, n * probability * (1 - probability));
  }

  /** Against the value of an index; −1 and the number of values stand for the infinities. */
  private double at(int index) {
    long below = index <= 0 ? 0 : upTo[index - 1];
    long notAbove = index < 0 ? 0 : index == values.length ? n : upTo[index];
    return ofCount(Math.max(below, Math.min(notAbove, least)));
  }

  private double value(int index) {
    return index < 0
        ? Double.NEGATIVE_INFINITY
        : index == values.length ? Double.POSITIVE_INFINITY : values[index];
  }

  /** Against any value. */
  private double against(double value) {
    int at = Arrays.binarySearch(values, value);
    if (at >= 0) {
      return at(at);
    }
    int next = -at - 1;
    long below = next == 0 ? 0 : upTo[next - 1];
    return ofCount(below);
  }

  /** The largest difference, first minus second, of a pair whose evidence is below a limit. */
  static double most(QuantileEvidence first, QuantileEvidence second, double limit) {
    double least = second.at(second.middle);
    int high = first.middle;
    while (high < first.values.length && first.at(high + 1) + least < limit) {
      high++;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int low = second.middle; low >= -1; low--) {
      double left = limit - second.at(low);
      if (!(first.at(first.middle) < left)) {
        break;
      }
      while (!(first.at(high) < left)) {
        high--;
      }
      most = Math.max(most, first.value(high) - second.value(low));
    }
    return most;
  }

  /** The least evidence of any value being the quantile of both. */
  static double againstEqual(QuantileEvidence one, QuantileEvidence other) {
    double ofOne = one.value(one.middle);
    double ofOther = other.value(other.middle);
    QuantileEvidence lower = ofOne <= ofOther ? one : other;
    QuantileEvidence upper = ofOne <= ofOther ? other : one;
    double low = Math.min(ofOne, ofOther);
    double high = Math.max(ofOne, ofOther);
    double[] between =
        DoubleStream.concat(Arrays.stream(one.values), Arrays.stream(other.values))
            .filter(value -> value >= low && value <= high)
            .sorted()
            .toArray();
    return least(lower, upper, between, 0, between.length - 1, Double.POSITIVE_INFINITY);
  }

  /** By halves, of which those are left out that cannot be lower: one grows, the other falls. */
  private static double least(
      QuantileEvidence growing,
      QuantileEvidence falling,
      double[] at,
      int from,
      int to,
      double best) {
    if (from > to || growing.against(at[from]) + falling.against(at[to]) >= best) {
      return best;
    }
    int half = (from + to) >>> 1;
    double found = Math.min(best, growing.against(at[half]) + falling.against(at[half]));
    found = least(growing, falling, at, from, half - 1, found);
    return least(growing, falling, at, half + 1, to, found);
  }
}
