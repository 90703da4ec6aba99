package io.lepton.assign;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * See {@link HashSchemes#optimizely}. A data file has the ends of its ranges as whole points of
 * 10,000; weights in per cent with two digits give the same ends.
 */
final class OptimizelyScheme implements HashScheme {
  private static final int POINTS = 10_000;
  private static final int SEED = 1;

  @Override
  public String name() {
    return "optimizely";
  }

  @Override
  public UnitHash seeded(String salt) {
    UnitId.requireWellFormed("salt", salt);
    return unit -> {
      UnitId.requireLength("unit id", unit);
      long hash = Integer.toUnsignedLong(Murmur3.hash(unit, salt, SEED));
      return (hash * POINTS) >>> Integer.SIZE; // ⌊10000 h / 2³²⌋, as exact as their double
    };
  }

  @Override
  public PointRange range(double from, double to) {
    Shares.requirePart("range", from, to);
    return Shares.range(
        boundary(new BigDecimal(from), BigDecimal.ONE),
        boundary(new BigDecimal(to), BigDecimal.ONE),
        "range from " + from + " to " + to);
  }

  @Override
  public List<PointRange> split(double[] weights, double traffic) {
    return Shares.split(weights, traffic, OptimizelyScheme::boundary);
  }

  /** The nearest: 0.1 is a little more than a tenth as a double, and must be 1,000 points. */
  private static BigInteger boundary(BigDecimal part, BigDecimal whole) {
    return part.multiply(BigDecimal.valueOf(POINTS))
        .divide(whole, 0, RoundingMode.HALF_UP)
        .toBigInteger();
  }
}
