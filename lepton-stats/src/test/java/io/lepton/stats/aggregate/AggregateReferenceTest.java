package io.lepton.stats.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.PostStratification.Stratum;
import io.lepton.stats.interval.RelativeLift;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against R (aggregate-reference.R beside the JSON) and numbers others published. */
class AggregateReferenceTest {
  private final JsonNode reference;
  private final double[] control;
  private final double[] treatment;
  private final double[] controlU;
  private final double[] treatmentU;
  private final double[] controlV;
  private final double[] treatmentV;

  AggregateReferenceTest() throws IOException {
    try (InputStream json =
        AggregateReferenceTest.class.getResourceAsStream("aggregate-reference.json")) {
      reference = new ObjectMapper().readTree(json);
    }
    control = numbers("y1");
    treatment = numbers("y2");
    controlU = numbers("u1");
    treatmentU = numbers("u2");
    controlV = numbers("v1");
    treatmentV = numbers("v2");
  }

  private double[] numbers(String name) {
    return StreamSupport.stream(reference.get(name).spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static void close(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
  }

  private static void close(Effect effect, double... expected) {
    close(effect.estimate(), expected[0]);
    close(effect.standardError(), expected[1]);
    if (expected.length > 2) {
      close(effect.degreesOfFreedom(), expected[2]);
    }
    if (expected.length > 3) {
      close(effect.pValue(), expected[3]);
    }
  }

  @Test
  void cupedAgreesWithR() {
    Moments one = Moments.of(treatment, treatmentU);
    Moments other = Moments.of(control, controlU);
    close(RegressionAdjustment.slopes(one, other)[0], numbers("cuped1_theta")[0]);
    close(RegressionAdjustment.cuped().estimate(one, other), numbers("cuped1"));
    Moments two = Moments.of(treatment, treatmentU, treatmentV);
    Moments others = Moments.of(control, controlU, controlV);
    close(RegressionAdjustment.slopes(two, others)[1], numbers("cuped2_theta")[1]);
    close(RegressionAdjustment.cuped().estimate(two, others), numbers("cuped2"));
  }

  @Test
  void interactionsAgreeWithR() {
    Effect lin =
        RegressionAdjustment.interacted()
            .estimate(
                Moments.of(treatment, treatmentU, treatmentV),
                Moments.of(control, controlU, controlV));
    close(lin, numbers("lin"));
    close(lin.estimate(), reference.get("lin_textbook").asDouble());
  }

  @Test
  void strataAgreeWithR() {
    double[] all =
        IntStream.concat(IntStream.range(0, 45), IntStream.range(45, 83))
            .mapToDouble(i -> i < 45 ? controlU[i] : treatmentU[i - 45])
            .sorted()
            .toArray();
    double median = all[41];
    Stratum low = stratum(false, median);
    Stratum high = stratum(true, median);
    close(PostStratification.estimate(List.of(low, high)), numbers("strata"));
    Heterogeneity q =
        Heterogeneity.of(
            List.of(
                Effect.ofMeans(low.treatment(), low.control()),
                Effect.ofMeans(high.treatment(), high.control())));
    close(q.statistic(), numbers("cochran")[0]);
    close(q.pValue(), numbers("cochran")[1]);
    close(q.pooled(), numbers("cochran")[2]);
  }

  private Stratum stratum(boolean above, double median) {
    return new Stratum(
        part(treatment, treatmentU, above, median), part(control, controlU, above, median));
  }

  private static SampleSummary part(double[] y, double[] u, boolean above, double median) {
    return SampleSummary.of(
        IntStream.range(0, y.length)
            .filter(i -> (u[i] > median) == above)
            .mapToDouble(i -> y[i])
            .toArray());
  }

  @Test
  void ratiosAndTrendsAgreeWithR() {
    close(
        Effect.ofRatios(
            Moments.of(treatment, treatmentV).ratio(0, 1),
            Moments.of(control, controlV).ratio(0, 1)),
        numbers("ratio"));
    EffectTrend trend =
        EffectTrend.of(days(treatment, treatmentU, treatmentV), days(control, controlU, controlV));
    close(trend.findSlope().orElseThrow(), numbers("slope"));
    assertThat(trend.days()).hasSize(3);
  }

  private static Moments days(double[] y, double[] u, double[] v) {
    return Moments.of(
        y,
        Arrays.stream(u).map(each -> each * 2).toArray(),
        Arrays.stream(v).map(each -> each / 10).toArray());
  }

  /** GrowthBook's gbstats, packages/stats/tests. */
  @Test
  void agreesWithGrowthBook() {
    double theta =
        RegressionAdjustment.slopes(
            Moments.of(new double[] {2, 1, 5, 3}, new double[] {.3, .5, .9, 22}))[0];
    assertThat(theta).isCloseTo(.01864, within(5e-6));
    SampleSummary a = SampleSummary.ofSums(3407, 1396.87, 52377.9767);
    SampleSummary b = SampleSummary.ofSums(3461, 2422.7, 134698.29);
    Effect absolute = Effect.ofMeans(b, a);
    assertThat(absolute.estimate()).isCloseTo(.29, within(5e-6));
    assertThat(absolute.interval(0.95).low()).isCloseTo(.04538, within(5e-6));
    assertThat(absolute.pValue()).isCloseTo(.02016, within(5e-6));
    Effect relative = absolute.relative();
    assertThat(relative.estimate()).isCloseTo(.70732, within(5e-6));
    assertThat(relative.standardError()).isCloseTo(.37879, within(5e-6));
    assertThat(relative.interval(0.95).low()).isCloseTo(-.03526, within(5e-6));
    assertThat(relative.interval(0.95).high()).isCloseTo(1.44989, within(5e-6));
    assertThat(relative.pValue()).isCloseTo(.06191, within(5e-6));
    close(relative.standardError(), RelativeLift.withDefaults().interval(b, a).standardError());
    Effect shares =
        Effect.ofMeans(share(16, 30), share(14, 28)).relative(); // GrowthBook takes t here
    assertThat(shares.estimate()).isCloseTo(.06667, within(5e-6));
    assertThat(shares.interval(0.95).low()).isCloseTo(-.47767, within(5e-6));
    assertThat(shares.pValue()).isCloseTo(.80707, within(5e-6));
    close(Effect.ofProportions(16, 30, 14, 28).relative().standardError(), shares.standardError());
  }

  private static SampleSummary share(long successes, long trials) {
    double p = (double) successes / trials;
    return new SampleSummary(trials, p, p * (1 - p));
  }
}
