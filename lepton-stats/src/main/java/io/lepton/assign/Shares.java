package io.lepton.assign;

import io.lepton.error.InvalidInputException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Exact arithmetic of weights, and the checks the schemes share. */
final class Shares {
  private static final double ROUNDING = 1e-9;

  private Shares() {}

  /** Turns an exact share of all points, {@code part / whole}, into the first point past it. */
  interface Boundary {
    BigInteger at(BigDecimal part, BigDecimal whole);
  }

  static double requireShare(String what, double share) {
    if (!(share > 0 && share <= 1)) {
      throw new InvalidInputException(what + " is " + share + "; expected above 0, at most 1");
    }
    return share;
  }

  static void requirePart(String what, double from, double to) {
    if (!(from >= 0 && from < to && to <= 1)) {
      throw new InvalidInputException(
          what + " is from " + from + " to " + to + "; expected 0 <= from < to <= 1");
    }
  }

  static double[] requireWeights(double... weights) {
    if (weights.length == 0) {
      throw new InvalidInputException("no weights; a split needs at least one arm");
    }
    for (int i = 0; i < weights.length; i++) {
      if (!(weights[i] > 0 && weights[i] < Double.POSITIVE_INFINITY)) {
        throw new InvalidInputException(
            "weight " + i + " is " + weights[i] + "; expected a positive finite number");
      }
    }
    return weights.clone();
  }

  static double[] requireSumOfOne(double... shares) {
    double sum = Arrays.stream(requireWeights(shares)).sum();
    if (Math.abs(sum - 1) > ROUNDING) {
      throw new InvalidInputException(
          "shares "
              + Arrays.toString(shares)
              + " sum to "
              + sum
              + "; expected 1. For ratios give weights");
    }
    return shares.clone();
  }

  static PointRange range(BigInteger first, BigInteger end, String what) {
    if (first.compareTo(end) >= 0) {
      throw new InvalidInputException(
          what + " is too small: no point of the hash falls into it, so it would get no unit");
    }
    return new PointRange(first.longValue(), end.subtract(BigInteger.ONE).longValue());
  }

  static List<PointRange> split(double[] weights, double traffic, Boundary boundary) {
    requireWeights(weights);
    BigDecimal used = new BigDecimal(requireShare("traffic", traffic));
    BigDecimal whole =
        Arrays.stream(weights).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
    List<PointRange> ranges = new ArrayList<>();
    BigDecimal before = BigDecimal.ZERO;
    for (int i = 0; i < weights.length; i++) {
      BigDecimal weight = new BigDecimal(weights[i]);
      ranges.add(
          range(
              boundary.at(before, whole),
              boundary.at(before.add(used.multiply(weight)), whole),
              "weight " + i + " of " + Arrays.toString(weights) + " with traffic " + traffic));
      before = before.add(weight);
    }
    return ranges;
  }
}
