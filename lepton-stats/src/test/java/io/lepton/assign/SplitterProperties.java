package io.lepton.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.InvalidInputException;
import io.lepton.stats.test.ChiSquare;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class SplitterProperties {
  /** Chance of a false alarm of one check; about three hundred are made, with fixed seeds. */
  private static final double ALPHA = 1e-6;

  private static final int UNITS = 6000;

  @Provide
  Arbitrary<HashScheme> unbiased() {
    return Arbitraries.of(
        HashSchemes.lepton(), HashSchemes.growthBookV2(), HashSchemes.optimizely());
  }

  @Provide
  Arbitrary<HashScheme> any() {
    return Arbitraries.of(
        HashSchemes.lepton(),
        HashSchemes.growthBookV1(),
        HashSchemes.growthBookV2(),
        HashSchemes.named("growthbook-v2-utf8"),
        HashSchemes.optimizely());
  }

  private static double[] array(List<Double> weights) {
    return weights.stream().mapToDouble(weight -> weight).toArray();
  }

  @Property(tries = 90, seed = "11")
  void keepsTheWeightsAtAnyTraffic(
      @ForAll("unbiased") HashScheme scheme,
      @ForAll @AlphaChars @StringLength(min = 1, max = 20) String salt,
      @ForAll @Size(min = 2, max = 5) List<@DoubleRange(min = 0.2, max = 5) Double> weights,
      @ForAll @DoubleRange(min = 0.2, max = 1) double traffic) {
    Splitter splitter = Splitter.of(scheme, salt, array(weights)).withTraffic(traffic);
    long[] counts = new long[weights.size() + 1];
    for (int i = 0; i < UNITS; i++) {
      counts[splitter.indexOf("customer-" + i) + 1]++;
    }
    double sum = weights.stream().mapToDouble(weight -> weight).sum();
    double[] shares = new double[counts.length];
    shares[0] = 1 - traffic;
    for (int i = 1; i < shares.length; i++) {
      shares[i] = traffic * weights.get(i - 1) / sum;
    }
    if (shares[0] * UNITS < 10) { // too few for chi-square
      assertThat(counts[0]).isLessThan(50);
      counts = Arrays.copyOfRange(counts, 1, counts.length);
      shares = Arrays.copyOfRange(shares, 1, shares.length);
    }
    double whole = Arrays.stream(shares).sum();
    double[] expected = Arrays.stream(shares).map(share -> share / whole).toArray();
    assertThat(ChiSquare.withDefaults().goodnessOfFit(counts, expected).pValue())
        .as("counts %s of shares %s by %s", counts, expected, scheme.name())
        .isGreaterThan(ALPHA);
  }

  @Property(tries = 60, seed = "12")
  void armsDoNotDependOnTheLayersRangeNorOnTheHoldout(
      @ForAll("unbiased") HashScheme scheme,
      @ForAll @AlphaChars @StringLength(min = 1, max = 10) String salt,
      @ForAll @DoubleRange(min = 0.2, max = 0.8) double cut) {
    Splitter splitter = Splitter.of(scheme, salt, 1, 1);
    Membership layer = Layer.named(salt).withHash(scheme, "layer/" + salt).range(0, cut).members();
    Membership holdout = new Holdout(salt, cut).members();
    long[][] byLayer = new long[2][2];
    long[][] byHoldout = new long[2][2];
    long[][] both = new long[2][2];
    for (int i = 0; i < UNITS; i++) {
      String unit = Integer.toString(i);
      int arm = splitter.indexOf(unit);
      byLayer[layer.contains(unit) ? 1 : 0][arm]++;
      byHoldout[holdout.contains(unit) ? 1 : 0][arm]++;
      both[layer.contains(unit) ? 1 : 0][holdout.contains(unit) ? 1 : 0]++;
    }
    assertThat(ChiSquare.withDefaults().independence(byLayer).pValue()).isGreaterThan(ALPHA);
    assertThat(ChiSquare.withDefaults().independence(byHoldout).pValue()).isGreaterThan(ALPHA);
    assertThat(ChiSquare.withDefaults().independence(both).pValue()).isGreaterThan(ALPHA);
  }

  @Property(tries = 200, seed = "13")
  void raisingTheTrafficMovesNobody(
      @ForAll("any") HashScheme scheme,
      @ForAll @StringLength(min = 0, max = 10) @AlphaChars String salt,
      @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0.1, max = 7) Double> weights,
      @ForAll @DoubleRange(min = 0.1, max = 1) double one,
      @ForAll @DoubleRange(min = 0.1, max = 1) double other) {
    Splitter all = Splitter.of(scheme, salt, array(weights));
    Splitter low = all.withTraffic(Math.min(one, other));
    Splitter high = all.withTraffic(Math.max(one, other));
    for (int i = 0; i < 300; i++) {
      int before = low.indexOf("u" + i);
      if (before != Splitter.OUTSIDE) {
        assertThat(high.indexOf("u" + i)).isEqualTo(before);
      }
      assertThat(all.indexOf("u" + i)).isNotEqualTo(Splitter.OUTSIDE);
      if (high.indexOf("u" + i) != Splitter.OUTSIDE) {
        assertThat(all.indexOf("u" + i)).isEqualTo(high.indexOf("u" + i));
      }
    }
  }

  @Property(tries = 200, seed = "14")
  void neighbouringRangesShareNoUnitAndMissNone(
      @ForAll("any") HashScheme scheme,
      @ForAll @DoubleRange(min = 0.01, max = 0.49) double a,
      @ForAll @DoubleRange(min = 0.51, max = 0.99) double b) {
    List<PointRange> parts = List.of(scheme.range(0, a), scheme.range(a, b), scheme.range(b, 1));
    assertThat(parts.get(0).first()).isZero();
    assertThat(parts.get(1).first()).isEqualTo(parts.get(0).last() + 1);
    assertThat(parts.get(2).first()).isEqualTo(parts.get(1).last() + 1);
    assertThat(parts.get(2).last()).isEqualTo(scheme.range(0, 1).last());
  }

  @Property(tries = 100, seed = "15")
  void refusesSharesThatDoNotSumToOne(
      @ForAll @Size(min = 1, max = 5) List<@DoubleRange(min = 0.01, max = 2) Double> shares) {
    double sum = shares.stream().mapToDouble(share -> share).sum();
    double[] scaled = shares.stream().mapToDouble(share -> share / sum).toArray();
    assertThat(Splitter.ofShares(HashSchemes.lepton(), "s", scaled).indexOf("u"))
        .isBetween(0, scaled.length - 1);
    scaled[0] *= 1.01;
    assertThatThrownBy(() -> Splitter.ofShares(HashSchemes.lepton(), "s", scaled))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("expected 1");
  }
}
