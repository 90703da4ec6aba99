package io.lepton.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.stats.aggregate.Capping;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics as an application records them. */
class MetricKindsTest {
  private final Sandbox sandbox = new Sandbox();

  private Experiment start(Metric primary, Metric... guardrails) {
    ExperimentDefinition definition = Sandbox.proportion("e").primary(primary);
    if (primary.kind() != Metric.Kind.PROPORTION) {
      definition = definition.baseline(0.5, 1);
    }
    for (Metric guardrail : guardrails) {
      definition = definition.guardrail(guardrail.margin(1));
    }
    return sandbox.start(definition);
  }

  private Observations observations(Experiment experiment) {
    Observations observations = new Observations(experiment.design());
    sandbox.store.read("e", 0, 100_000).forEach(observations::add);
    return observations;
  }

  private Samples samples(Experiment experiment, String metric) {
    return Samples.of(experiment.design().metric(metric), observations(experiment));
  }

  private static int arm(Experiment experiment, String unit) {
    return experiment.design().variants().indexOf(experiment.assign(unit));
  }

  @Test
  void everyKindSurvivesTheLog() {
    Experiment experiment =
        start(
            Metric.retention("active", Window.days(7, 13)).adjustedBy("age"),
            Metric.ratio("ctr", "clicks", "views"),
            Metric.quantile("p90", 0.9).of("ms"),
            Metric.count("errors").lowerIsBetter(),
            Metric.revenue("spend", Capping.winsorised(0.01, 0.99)),
            Metric.mean("adjusted").of("spend").adjustedBy(Slopes.PER_ARM, "age", "history"));
    experiment.covariate("u", "age", 41);
    experiment.segment("u", "country", "NO");
    assertThat(Experiment.resume(sandbox.store, "e", sandbox.clock).design())
        .isEqualTo(experiment.design());
    assertThat(sandbox.store.read("e", 1, 10).stream().map(ExperimentStore.Stored::entry))
        .containsExactly(
            new Entry.Covariate("u", "age", 41, null, Sandbox.START),
            new Entry.Segment("u", "country", "NO", null, Sandbox.START));
  }

  @Test
  void oneOutcomeFeedsAllMetricsThatUseIt() {
    Experiment experiment = start(Metric.mean("spend"), Metric.ratio("by view", "spend", "views"));
    for (int i = 0; i < 200; i++) {
      int arm = arm(experiment, "u" + i);
      experiment.record("u" + i, "views", 2 + i % 2);
      experiment.record("u" + i, "spend", (1 + arm) * (2 + i % 2));
    }
    Samples ratio = samples(experiment, "by view");
    assertThat(ratio.measure(0, 0.95).value()).isCloseTo(1, within(1e-12));
    assertThat(ratio.measure(1, 0.95).value()).isCloseTo(2, within(1e-12));
    assertThat(samples(experiment, "spend").measure(1, 0.95).value()).isBetween(4.0, 6.0);
    assertThatThrownBy(() -> experiment.record("u1", "by view", 1))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("[spend, views]");
  }

  @Test
  void aWindowCountsItsDaysAndWaitsForThem() {
    Experiment experiment = start(Metric.retention("active", Window.days(1, 2)));
    experiment.assign("early");
    Instant exposed = sandbox.clock.instant();
    experiment.recordAt("early", "active", 1, "a", exposed.plus(Duration.ofHours(23)));
    sandbox.clock.advance(Duration.ofDays(3).minusNanos(1));
    experiment.assign("late");
    Observations waiting = observations(experiment);
    assertThat(waiting.outsideWindow()).isEqualTo(1);
    assertThat(waiting.statistics(experiment.design().primary()).stream().mapToLong(s -> s.n()))
        .allMatch(n -> n == 0);
    experiment.recordAt("early", "active", 1, "b", exposed.plus(Duration.ofDays(1)));
    sandbox.clock.advance(Duration.ofNanos(1));
    experiment.assign("third");
    Observations over = observations(experiment);
    Samples samples = Samples.of(experiment.design().primary(), over);
    assertThat(samples.successes(0) + samples.successes(1)).isEqualTo(1);
    assertThat(samples.sizes()[0] + samples.sizes()[1]).isEqualTo(1);
    assertThat(over.late()).isEqualTo(1); // b was recorded two days after it happened
  }

  @Test
  void covariatesCountOnlyIfKnownBeforeExposure() {
    Experiment experiment = start(Metric.mean("spend").adjustedBy("age"));
    Instant before = sandbox.clock.instant();
    sandbox.clock.advance(Duration.ofDays(1));
    experiment.covariate("a", "age", 30);
    experiment.covariate("a", "age", 99); // the first stays
    for (String unit : List.of("a", "b", "c")) {
      experiment.assign(unit);
    }
    experiment.covariateAt("b", "age", 40, before);
    experiment.covariate("c", "age", 50);
    experiment.covariateAt("c", "age", 50, sandbox.clock.instant().plusSeconds(1));
    Observations observations = observations(experiment);
    assertThat(observations.attributesTooLate()).isEqualTo(1);
    var arms = observations.statistics(experiment.design().primary());
    var all = arms.get(0).moments().plus(arms.get(1).moments());
    assertThat(all.mean(1)).isCloseTo(70.0 / 3, within(1e-12));
    assertThat(all.mean(2)).isCloseTo(1.0 / 3, within(1e-12)); // c's is missing
  }

  @Test
  void adjustingMakesTheReportSharper() {
    Experiment experiment =
        start(Metric.mean("spend").adjustedBy("history"), Metric.mean("plain").of("spend"));
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 1000; i++) {
      double history = 100 * random.nextDouble();
      if (i % 10 != 0) {
        experiment.covariate("u" + i, "history", history);
      }
      int arm = arm(experiment, "u" + i);
      experiment.record("u" + i, "spend", history + arm + random.nextDouble());
    }
    Contrast sharp = samples(experiment, "spend").againstControl(1, 0.95);
    Contrast plain = samples(experiment, "plain").againstControl(1, 0.95);
    assertThat(sharp.test()).isEqualTo("CUPED");
    assertThat(sharp.effect().standardError()).isLessThan(0.5 * plain.effect().standardError());
    assertThat(sharp.interval().contains(1)).isTrue();
    assertThat(experiment.report().comparisons().get(0).difference()).isEqualTo(sharp.difference());
  }

  @Test
  void findsEffectsThatDifferBetweenSegmentsAndFade() {
    Experiment experiment = start(Metric.mean("spend"));
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 2000; i++) {
      experiment.segment("u" + i, "country", i % 2 == 0 ? "NO" : "SE");
      experiment.segment("u" + i, "noise", i % 3 == 0 ? "x" : "y");
    }
    Instant begin = sandbox.clock.instant();
    int[] arms = new int[2000];
    for (int i = 0; i < 2000; i++) {
      arms[i] = arm(experiment, "u" + i);
    }
    sandbox.clock.advance(Duration.ofDays(3));
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < 2000; i++) {
        double effect = i % 2 == 0 ? arms[i] * (2.0 - day) : 0;
        Instant when = begin.plus(Duration.ofHours(24L * day + 5));
        String id = i + "-" + day;
        experiment.recordAt("u" + i, "spend", effect + random.nextDouble(), id, when);
      }
    }
    List<SegmentCheck> checks = experiment.segments("spend", "country", "noise", "nothing");
    assertThat(checks.get(0).adjustedPValue()).isLessThan(1e-6);
    assertThat(checks.get(0).groups().get(0).findEffect().orElseThrow().estimate())
        .isCloseTo(3, within(0.5));
    assertThat(checks.get(1).adjustedPValue()).isGreaterThan(0.001);
    assertThat(checks.get(2).findTest()).isEmpty();
    NoveltyCheck novelty = experiment.novelty("spend", 3).get(0);
    assertThat(novelty.units()).isEqualTo(2000);
    assertThat(novelty.adjustedPValue()).isLessThan(1e-6);
    assertThat(novelty.findTrend().orElseThrow().findSlope().orElseThrow().estimate())
        .isCloseTo(-0.5, within(0.1));
    assertThat(experiment.novelty("spend", 4).get(0).findTrend()).isEmpty();
  }

  @Test
  void whereThereIsNoAnswerThereIsNone() {
    Experiment experiment =
        start(
            Metric.ratio("r", "a", "b"),
            Metric.quantile("q", 0.99),
            Metric.mean("m").adjustedBy("x"),
            Metric.proportion("p"),
            Metric.revenue("c", Capping.atPercentile(0.5)));
    assertThat(experiment.report().comparisons()).isEmpty();
    for (int i = 0; i < 40; i++) {
      experiment.assign("u" + i);
      experiment.record("u" + i, "p", 1);
      experiment.record("u" + i, "m", 5);
      experiment.record("u" + i, "q", i);
      experiment.record("u" + i, "a", i);
    }
    assertThat(samples(experiment, "r").measure(0, 0.95)).isNull(); // zero denominators
    assertThat(samples(experiment, "r").againstControl(1, 0.95)).isNull();
    assertThat(samples(experiment, "q").againstControl(1, 0.95)).isNull(); // too few for P99
    assertThat(samples(experiment, "q").measure(0, 0.95).interval().high())
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(samples(experiment, "m").againstControl(1, 0.95)).isNull(); // all equal
    assertThat(samples(experiment, "c").againstControl(1, 0.95)).isNull(); // all 0
    Contrast all = samples(experiment, "p").againstControl(1, 0.95);
    assertThat(all.pValue()).isEqualTo(1);
    assertThat(all.effect()).isNull();
    assertThat(experiment.report().guardrails()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0.5, 1e101})
  void refusesWhatIsNoCount(double value) {
    Experiment experiment = start(Metric.count("n").adjustedBy("x"));
    assertThatThrownBy(() -> experiment.record("u", "n", value))
        .isInstanceOf(InvalidInputException.class);
    if (Double.isNaN(value) || value > 1) {
      assertThatThrownBy(() -> experiment.covariate("u", "x", value))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThat(sandbox.store.read("e", 0, 10)).hasSize(1);
  }

  @Test
  void refusesMetricsThatMakeNoSense() {
    assertThatThrownBy(() -> Metric.quantile("q", 1)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Metric.quantile("q", 0.5).adjustedBy("x"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("adjusted");
    assertThatThrownBy(() -> Metric.proportion("p").cappedBy(Capping.at(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("capped");
    assertThatThrownBy(() -> Metric.ratio("r", "a", "b").perUnit(Metric.Aggregation.MEAN))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Metric.mean("m").adjustedBy("x", "x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Window.days(3, 2)).isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> Capping.winsorised(0.9, 0.1))
        .isInstanceOf(InvalidInputException.class);
    Experiment experiment = start(Metric.mean("m"));
    assertThatThrownBy(() -> experiment.covariate("u", "x", 1))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> experiment.segment("u", " ", "x"))
        .isInstanceOf(InvalidInputException.class);
    assertThatThrownBy(() -> experiment.novelty("m", 1)).isInstanceOf(InvalidInputException.class);
  }
}
