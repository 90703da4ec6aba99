package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Metric.Kind;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.aggregate.Effect;
import io.lepton.stats.aggregate.Moments;
import io.lepton.stats.aggregate.PostStratification;
import io.lepton.stats.aggregate.QuantileEffect;
import io.lepton.stats.aggregate.RegressionAdjustment;
import io.lepton.stats.aggregate.RegressionAdjustment.Slopes;
import io.lepton.stats.aggregate.UnitStatistics;
import io.lepton.stats.aggregate.ValueCounts;
import io.lepton.stats.internal.Tails;
import io.lepton.stats.interval.QuantileInterval;
import io.lepton.stats.interval.Wilson;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.TwoProportionZ.IntervalMethod;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One metric of all arms, from sums that merge: whether units were recorded here or aggregated in a
 * database makes no difference.
 */
final class Samples {
  private final Metric metric;
  private final List<UnitStatistics> arms;
  private final List<List<UnitStatistics>> strata;

  /** Compared as a whole, whatever the metric says of strata. */
  Samples(Metric metric, List<UnitStatistics> arms) {
    this(metric, arms, List.of());
  }

  /**
   * Compared within strata.
   *
   * @param strata each by arm, all units of {@code arms} together; none if there is but one
   */
  Samples(Metric metric, List<UnitStatistics> arms, Collection<List<UnitStatistics>> strata) {
    this.metric = metric;
    this.arms = List.copyOf(arms);
    this.strata = List.copyOf(strata);
  }

  static Samples of(Metric metric, Observations observations) {
    String segment = metric.options().strata();
    return new Samples(
        metric,
        observations.statistics(metric),
        segment == null ? List.of() : observations.statistics(metric, segment).values());
  }

  Metric metric() {
    return metric;
  }

  /** Units whose number is known, by arm. */
  long[] sizes() {
    return arms.stream().mapToLong(UnitStatistics::n).toArray();
  }

  /** Of a proportion: units with 1. */
  long successes(int arm) {
    Moments moments = arms.get(arm).moments();
    return Math.round(moments.mean(0) * moments.n()); // exact: off by far less than 1/2
  }

  /**
   * An arm by itself with its interval, which is left out with fewer than two units; null if there
   * is no unit, or a ratio's denominators are all 0.
   */
  @Nullable Measure measure(int arm, double level) {
    long n = arms.get(arm).n();
    if (n == 0) {
      return null;
    }
    if (metric.kind() == Kind.PROPORTION) {
      long successes = successes(arm);
      Interval wilson = Wilson.withDefaults().withLevel(level).interval(successes, n);
      return measure((double) successes / n, n < 2 ? null : wilson, n);
    }
    if (metric.kind() == Kind.QUANTILE) {
      double share = Objects.requireNonNull(metric.options().quantile());
      QuantileInterval.Result result =
          QuantileInterval.of(share).withLevel(level).interval(values(arm));
      return measure(result.estimate(), n < 2 ? null : result.interval(), n);
    }
    SampleSummary sample = summary(arm);
    if (sample == null) {
      return null;
    }
    if (n < 2) {
      return measure(sample.mean(), null, n);
    }
    double reach =
        Tails.studentUpperQuantile((1 - level) / 2, n - 1.0)
            * sample.standardDeviation()
            / Math.sqrt((double) n);
    Interval interval =
        new Interval(sample.mean() - reach, sample.mean() + reach, level, "Student t");
    return measure(sample.mean(), interval, n);
  }

  private Measure measure(double value, @Nullable Interval interval, long n) {
    return new Measure(metric.name(), value, interval, n, metric.direction());
  }

  private ValueCounts values(int arm) {
    return Objects.requireNonNull(arms.get(arm).values());
  }

  private @Nullable SampleSummary summary(int arm) {
    UnitStatistics statistics = arms.get(arm);
    if (statistics.n() == 0) {
      return null;
    }
    Moments linear = linear(statistics.moments());
    return linear == null ? null : linear.summary(0);
  }

  /**
   * The units' numbers and covariates; those of a ratio as if each unit had a number of its own
   * ({@link io.lepton.stats.RatioSummary#linearised}). Null if no ratio is defined.
   */
  private @Nullable Moments linear(Moments moments) {
    if (metric.kind() != Kind.RATIO) {
      return moments;
    }
    double denominator = moments.mean(1);
    if (denominator == 0) {
      return null;
    }
    double ratio = moments.mean(0) / denominator;
    int covariates = moments.variables() - 2;
    double[][] rows = new double[1 + covariates][moments.variables()];
    double[] shift = new double[1 + covariates];
    rows[0][0] = 1 / denominator;
    rows[0][1] = -ratio / denominator;
    shift[0] = ratio;
    for (int i = 0; i < covariates; i++) {
      rows[1 + i][2 + i] = 1;
    }
    return moments.combined(rows, shift);
  }

  /** Null if the arms are too small, or all numbers of both are equal, for the test. */
  @Nullable Contrast againstControl(int arm, double level) {
    if (metric.isPlainProportion()) {
      return proportions(arm, level);
    }
    Effect effect = effect(arm);
    if (effect == null) {
      return null;
    }
    Double quantile = metric.options().quantile();
    return Contrast.of(
        arm,
        effect,
        level,
        quantile == null ? null : new Contrast.Values(quantile, values(arm), values(0)));
  }

  private @Nullable Contrast proportions(int arm, double level) {
    if (arms.get(0).n() == 0 || arms.get(arm).n() == 0) {
      return null;
    }
    TwoProportionZ.Result result =
        TwoProportionZ.withDefaults()
            .with(IntervalMethod.NEWCOMBE)
            .withLevel(level)
            .test(successes(arm), arms.get(arm).n(), successes(0), arms.get(0).n());
    return new Contrast(
        arm,
        "two-proportion z",
        (double) successes(0) / arms.get(0).n(),
        result.difference(),
        result.interval(),
        result.pValue(),
        effect(arm),
        new Contrast.Counts(successes(arm), arms.get(arm).n(), successes(0), arms.get(0).n()));
  }

  /** The estimate with its standard error; null if there is no answer (yet). */
  @Nullable Effect effect(int arm) {
    UnitStatistics treatment = arms.get(arm);
    UnitStatistics control = arms.get(0);
    if (treatment.n() == 0 || control.n() == 0) {
      return null;
    }
    try {
      return estimate(arm, treatment, control);
    } catch (InvalidInputException e) {
      return null; // values were checked when recorded: what is left is too few units or no spread
    }
  }

  private @Nullable Effect estimate(int arm, UnitStatistics treatment, UnitStatistics control) {
    if (metric.kind() == Kind.QUANTILE) {
      double share = Objects.requireNonNull(metric.options().quantile());
      return QuantileEffect.of(share).estimate(values(arm), values(0));
    }
    if (!strata.isEmpty()) {
      return stratified(arm);
    }
    Moments of = linear(treatment.moments());
    Moments against = linear(control.moments());
    if (of == null || against == null) {
      return null;
    }
    if (!metric.options().covariates().isEmpty()) {
      RegressionAdjustment adjustment =
          metric.options().slopes() == Slopes.COMMON
              ? RegressionAdjustment.cuped()
              : RegressionAdjustment.interacted();
      return adjustment.estimate(of, against);
    }
    return switch (metric.kind()) {
      case PROPORTION ->
          Effect.ofProportions(successes(arm), treatment.n(), successes(0), control.n());
      case RATIO -> Effect.ofRatios(treatment.moments().ratio(0, 1), control.moments().ratio(0, 1));
      default -> Effect.ofMeans(of.summary(0), against.summary(0));
    };
  }

  private @Nullable Effect stratified(int arm) {
    List<PostStratification.Cell> cells =
        strata.stream()
            .map(
                each -> new PostStratification.Cell(each.get(arm).moments(), each.get(0).moments()))
            .toList();
    return metric.kind() == Kind.RATIO
        ? PostStratification.ofRatios(cells)
        : PostStratification.ofMeans(cells);
  }
}
