package io.lepton.assign;

import io.lepton.bytes.Digest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;

/** See {@link HashSchemes#lepton}. */
final class LeptonScheme implements HashScheme {
  private static final BigDecimal POINTS = new BigDecimal(BigInteger.ONE.shiftLeft(Long.SIZE));

  @Override
  public String name() {
    return "lepton";
  }

  @Override
  public UnitHash seeded(String salt) {
    long seed = ByteBuffer.wrap(Digest.of(salt).toBytes()).getLong();
    return unit -> {
      UnitId.requireLength("unit id", unit);
      return XxHash64.hash(unit, seed);
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
    return Shares.split(weights, traffic, LeptonScheme::boundary);
  }

  private static BigInteger boundary(BigDecimal part, BigDecimal whole) {
    return part.multiply(POINTS).divideToIntegralValue(whole).toBigInteger();
  }
}
