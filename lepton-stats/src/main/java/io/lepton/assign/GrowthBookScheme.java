package io.lepton.assign;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * See {@link HashSchemes#growthBookV2}. Ranges are compared as the JavaScript SDK does, in doubles:
 * a point p of N is in [start, end) if {@code start <= p / N < end}, where start is the running sum
 * of the weights and end is {@code start + coverage * weight}.
 */
final class GrowthBookScheme implements HashScheme {
  /** GrowthBook's {@code hashVersion}. */
  enum Version {
    V1(1_000),
    V2(10_000);

    final int points;

    Version(int points) {
      this.points = points;
    }
  }

  /** What one step of the hash takes. */
  enum Text {
    CHARS,
    UTF_8
  }

  /** GrowthBook takes weights as they are if their sum is this near to 1. */
  private static final double NEAR = 0.01;

  private final Version version;
  private final Text text;

  GrowthBookScheme(Version version, Text text) {
    this.version = version;
    this.text = text;
  }

  @Override
  public String name() {
    return "growthbook-"
        + (version == Version.V1 ? "v1" : "v2")
        + (text == Text.CHARS ? "" : "-utf8");
  }

  @Override
  public UnitHash seeded(String salt) {
    UnitId.requireWellFormed("salt", salt);
    if (version == Version.V1) {
      return unit -> point(step(step(Fnv1a.START, checked(unit)), salt));
    }
    int afterSalt = step(Fnv1a.START, salt);
    return unit -> point(Fnv1a.ofDigits(Fnv1a.START, step(afterSalt, checked(unit))));
  }

  private static String checked(String unit) {
    UnitId.requireValid("unit id", unit);
    return unit;
  }

  private int step(int start, String next) {
    return text == Text.CHARS ? Fnv1a.ofChars(start, next) : Fnv1a.ofUtf8(start, next);
  }

  private long point(int hash) {
    return Integer.remainderUnsigned(hash, version.points);
  }

  @Override
  public PointRange range(double from, double to) {
    Shares.requirePart("range", from, to);
    return points(from, to, "range from " + from + " to " + to);
  }

  @Override
  public List<PointRange> split(double[] weights, double traffic) {
    double[] shares = Shares.requireWeights(weights);
    Shares.requireShare("traffic", traffic);
    double sum = Arrays.stream(shares).sum();
    List<PointRange> ranges = new ArrayList<>();
    double start = 0;
    for (double weight : shares) {
      double share = Math.abs(sum - 1) <= NEAR ? weight : weight / sum;
      ranges.add(
          points(start, start + traffic * share, "weight " + weight + " with traffic " + traffic));
      start += share;
    }
    return ranges;
  }

  private PointRange points(double start, double end, String what) {
    return Shares.range(boundary(start), boundary(end), what);
  }

  /** The first point that is not below a share of all. */
  private BigInteger boundary(double share) {
    int point = Math.max(0, (int) (share * version.points) - 1);
    while (point < version.points && (double) point / version.points < share) {
      point++;
    }
    return BigInteger.valueOf(point);
  }
}
