package io.lepton.experiment;

import io.lepton.experiment.Metric.Kind;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.TwoProportionZ.IntervalMethod;
import io.lepton.stats.test.WelchT;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The units' numbers of one metric, summarised by arm; an arm without units has no summary. */
final class Samples {
  private final Metric metric;
  private final List<double[]> values;
  private final SampleSummary[] summaries;

  private Samples(Metric metric, List<double[]> values) {
    this.metric = metric;
    this.values = values;
    this.summaries = new SampleSummary[values.size()];
    for (int arm = 0; arm < summaries.length; arm++) {
      if (values.get(arm).length > 0) {
        summaries[arm] = SampleSummary.of(values.get(arm));
      }
    }
  }

  static Samples of(Metric metric, Observations observations) {
    return new Samples(metric, observations.values(metric));
  }

  Metric metric() {
    return metric;
  }

  @Nullable SampleSummary summary(int arm) {
    return summaries[arm];
  }

  long[] sizes() {
    return values.stream().mapToLong(arm -> arm.length).toArray();
  }

  /** Of a proportion: units with 1. */
  long successes(int arm) {
    return Arrays.stream(values.get(arm)).filter(value -> value > 0).count();
  }

  /** Of an arm with units; of a proportion exactly its successes by its units. */
  double mean(int arm) {
    return metric.kind() == Kind.PROPORTION
        ? (double) successes(arm) / values.get(arm).length
        : summaries[arm].mean();
  }

  /** Null if the arms are too small, or all numbers of both are equal, for the test. */
  @Nullable Contrast againstControl(int arm, double level) {
    SampleSummary control = summaries[0];
    SampleSummary treatment = summaries[arm];
    if (control == null || treatment == null) {
      return null;
    }
    if (metric.kind() == Kind.PROPORTION) {
      TwoProportionZ.Result result =
          TwoProportionZ.withDefaults()
              .with(IntervalMethod.NEWCOMBE)
              .withLevel(level)
              .test(successes(arm), treatment.n(), successes(0), control.n());
      return new Contrast(
          "two-proportion z", mean(0), result.difference(), result.interval(), result.pValue());
    }
    boolean spread = control.variance() > 0 || treatment.variance() > 0;
    if (control.n() < 2 || treatment.n() < 2 || !spread) {
      return null;
    }
    WelchT.Result result = WelchT.withDefaults().withLevel(level).test(treatment, control);
    return new Contrast(
        "Welch t", mean(0), result.difference(), result.interval(), result.pValue());
  }
}
