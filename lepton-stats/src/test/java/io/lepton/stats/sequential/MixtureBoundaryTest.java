package io.lepton.stats.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Interval;
import io.lepton.stats.Alternative;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Boundaries and exact sequences against confseq")
class MixtureBoundaryTest {
  /** What its unit tests allow; the values are from a reference implementation in R. */
  private static final Offset<Double> CONFSEQ = within(1e-5);

  private static final double TIME = 100;
  private static final double ALPHA = 0.05;

  @Test
  void mixtures() {
    assertThat(NormalMixture.rho(TIME, ALPHA, NormalMixture.Sides.TWO))
        .isCloseTo(12.60056, CONFSEQ);
    agrees(MixtureBoundary.normal(TIME, ALPHA, Alternative.TWO_SIDED), -0.6510052, 30.35209);
    agrees(MixtureBoundary.normal(TIME, ALPHA, Alternative.GREATER), -0.06502391, 27.66071);
    agrees(MixtureBoundary.gammaExponential(TIME, ALPHA, 2), -0.2490165, 33.02017);
    agrees(MixtureBoundary.gammaPoisson(TIME, ALPHA, 2), -0.06991219, 30.1949);
    agrees(
        MixtureBoundary.betaBinomial(TIME, ALPHA, 0.2, 0.8, Alternative.TWO_SIDED),
        -0.6941012,
        31.4308);
    agrees(
        MixtureBoundary.betaBinomial(TIME, ALPHA, 0.2, 0.8, Alternative.GREATER),
        -0.07134019,
        28.41238);
  }

  private static void agrees(MixtureBoundary boundary, double log, double at) {
    assertThat(boundary.logEvidence(10, TIME)).isCloseTo(log, CONFSEQ);
    assertThat(boundary.at(TIME, ALPHA)).isCloseTo(at, CONFSEQ);
    assertThat(boundary.logEvidence(boundary.at(TIME, 0.01), TIME))
        .isCloseTo(Math.log(100), within(1e-10));
  }

  @Test
  void stitching() {
    assertThat(new StitchedBoundary(10, 3).at(TIME, ALPHA)).isCloseTo(64.48755, CONFSEQ);
    assertThat(new StitchedBoundary(10, -1).at(TIME, ALPHA)).isCloseTo(28.99389, CONFSEQ);
  }

  @Test
  void proportion() {
    Interval interval = ProportionSequence.withDefaults().tunedFor(100).interval(700, 1000);
    assertThat(interval.low()).isCloseTo(0.651629, within(1e-6));
    assertThat(interval.high()).isCloseTo(0.745949, within(1e-6));
  }

  @Test
  void allOrNoneSucceeded() {
    ProportionSequence method = ProportionSequence.withDefaults();
    Interval none = method.interval(0, 500);
    Interval all = method.interval(500, 500);
    assertThat(none.low()).isZero();
    assertThat(none.high()).isBetween(0.005, 0.05);
    assertThat(all.high()).isEqualTo(1);
    assertThat(all.low()).isCloseTo(1 - none.high(), within(1e-10));
    assertThat(method.interval(1, 1).width()).isGreaterThan(0.9);
    assertThat(method.pValue(0, 500, none.high())).isCloseTo(0.05, within(1e-8));
    assertThat(method.pValue(0, 500, 0.5)).isLessThan(1e-90);
  }

  @Test
  void boundedMeansScale() {
    ProportionSequence method = ProportionSequence.withDefaults();
    Interval share = method.interval(30, 200);
    Interval mean = method.boundedMean(2 + 0.15 * 10, 200, 2, 12);
    assertThat(mean.low()).isCloseTo(2 + 10 * share.low(), within(1e-12));
    assertThat(mean.high()).isCloseTo(2 + 10 * share.high(), within(1e-12));
    Interval difference = method.difference(30, 200, 60, 210);
    assertThat(difference.contains(30.0 / 200 - 60.0 / 210)).isTrue();
    assertThat(difference.low()).isGreaterThan(-1);
  }

  @Test
  void quantilesLieBetweenOrderStatistics() {
    double[] values = IntStream.rangeClosed(1, 1000).mapToDouble(i -> i).toArray();
    Interval median = QuantileSequence.of(0.5).interval(values);
    assertThat(median.low()).isBetween(430.0, 470.0);
    assertThat(median.high()).isCloseTo(1001 - median.low(), within(1e-9));
    // by proportions: the counts that the interval at one half does not reject
    double low =
        500
            - MixtureBoundary.betaBinomial(250, 0.05, 0.5, 0.5, Alternative.TWO_SIDED)
                .at(250, 0.05);
    assertThat(median.low()).isEqualTo(Math.ceil(low));
    Interval few = QuantileSequence.of(0.9).interval(3, 1, 2);
    assertThat(few.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(few.high()).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> MixtureBoundary.normal(0, 0.05, Alternative.TWO_SIDED))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> MixtureBoundary.normal(1, 0.6, Alternative.LESS))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> MixtureBoundary.gammaPoisson(1, 0.05, Double.NaN))
        .isInstanceOf(InvalidInputException.class);
    ProportionSequence method = ProportionSequence.withDefaults();
    assertThatThrownBy(() -> method.interval(0, 0)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.interval(3, 2)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> method.boundedMean(2, 10, 0, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("between");
    assertThatThrownBy(() -> method.boundedMean(Double.NaN, 10, 0, 1))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> QuantileSequence.of(0.5).interval())
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> QuantileSequence.of(1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> new StitchedBoundary(0, 1)).isInstanceOf(InvalidInputException.class);
  }
}
