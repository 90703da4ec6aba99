package io.lepton.metric.fairness;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Measure.Direction;
import io.lepton.stats.SampleSummary;
import io.lepton.stats.interval.Newcombe;
import io.lepton.stats.interval.RiskRatio;
import io.lepton.stats.multiple.PValueAdjustment;
import io.lepton.stats.test.FisherExact;
import io.lepton.stats.test.TwoProportionZ;
import io.lepton.stats.test.WelchT;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One criterion over all pairs of groups. */
final class Comparing {
  /** Below this expected count the normal approximation of the z-test is not trusted. */
  private static final double SMALL = 5;

  private final GroupedCases cases;
  private final Criterion criterion;
  private final List<String> groups;
  private final double each;
  private final double level;
  private final List<GroupComparison> comparisons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Comparing(GroupedCases cases, Criterion criterion, double level) {
    this.cases = cases;
    this.criterion = criterion;
    this.groups = List.copyOf(cases.places.keySet());
    this.level = level;
    int pairs = groups.size() * (groups.size() - 1) / 2 * Math.max(1, criterion.rates().size());
    this.each = 1 - (1 - level) / pairs;
  }

  CriterionResult result(@Nullable Double limit) {
    for (int a = 0; a < groups.size(); a++) {
      for (int b = a + 1; b < groups.size(); b++) {
        if (criterion == Criterion.CALIBRATION) {
          calibration(groups.get(a), groups.get(b));
        }
        for (GroupRate rate : criterion.rates()) {
          rate(rate, cases.counts(groups.get(a)), cases.counts(groups.get(b)));
        }
      }
    }
    List<GroupComparison> adjusted = adjusted();
    Measure worst = notes.isEmpty() ? worst() : null;
    return new CriterionResult(
        criterion,
        worst,
        adjusted,
        limit,
        limit == null ? null : CriterionResult.judge(criterion, worst, limit),
        notes.stream().distinct().toList());
  }

  private void rate(GroupRate rate, GroupCounts first, GroupCounts second) {
    long m = rate.trials(first);
    long n = rate.trials(second);
    for (GroupCounts counts : List.of(first, second)) {
      if (rate.trials(counts) == 0) {
        notes.add("group \"" + counts.group() + "\" has no " + rate.what());
      }
    }
    if (m == 0 || n == 0) {
      return;
    }
    long s = rate.successes(first);
    long r = rate.successes(second);
    double value = (double) s / m - (double) r / n;
    Interval interval;
    if (!criterion.isRatio()) {
      interval = Newcombe.withDefaults().withLevel(each).interval(s, m, r, n);
    } else if (s == 0 && r == 0) {
      notes.add(
          "neither \""
              + first.group()
              + "\" nor \""
              + second.group()
              + "\" has cases decided positive; their ratio is not defined");
      return;
    } else {
      RiskRatio.Result ratio = RiskRatio.withDefaults().withLevel(each).interval(s, m, r, n);
      value = ratio.ratio();
      interval = ratio.interval();
    }
    double expected = Math.min(s + r, m + n - s - r) * (double) Math.min(m, n) / (m + n);
    boolean exact = expected > 0 && expected < SMALL;
    double p =
        exact
            ? FisherExact.withDefaults().test(new long[][] {{s, m - s}, {r, n - r}}).pValue()
            : TwoProportionZ.withDefaults().test(s, m, r, n).pValue();
    comparisons.add(
        new GroupComparison(
            rate.metric(),
            first.group(),
            second.group(),
            value,
            interval,
            Math.min(1, p),
            exact ? "Fisher's exact" : "z of two proportions"));
  }

  private void calibration(String first, String second) {
    double[] a = cases.residuals(first);
    double[] b = cases.residuals(second);
    if (a.length < 2 || b.length < 2) {
      notes.add("group \"" + (a.length < 2 ? first : second) + "\" has fewer than two cases");
      return;
    }
    SampleSummary one = SampleSummary.of(a);
    SampleSummary other = SampleSummary.of(b);
    if (one.variance() + other.variance() == 0) {
      notes.add("the errors of \"" + first + "\" and \"" + second + "\" do not vary");
      return;
    }
    WelchT.Result found = WelchT.withDefaults().withLevel(each).test(one, other);
    comparisons.add(
        new GroupComparison(
            "calibration_gap",
            first,
            second,
            found.difference(),
            found.interval(),
            found.pValue(),
            "Welch's t"));
  }

  private List<GroupComparison> adjusted() {
    double[] p =
        PValueAdjustment.HOLM.adjust(
            comparisons.stream().mapToDouble(GroupComparison::pValue).toArray());
    List<GroupComparison> adjusted = new ArrayList<>();
    for (int i = 0; i < p.length; i++) {
      GroupComparison c = comparisons.get(i);
      adjusted.add(
          new GroupComparison(
              c.metric(), c.first(), c.second(), c.value(), c.interval(), p[i], c.test()));
    }
    return adjusted;
  }

  /** If all intervals hold, so does the interval of the greatest of their absolute values. */
  private Measure worst() {
    double value = criterion.isRatio() ? 1 : 0;
    double low = value;
    double high = value;
    for (GroupComparison c : comparisons) {
      Interval i = c.interval();
      if (criterion.isRatio()) {
        value = Math.min(value, Math.min(c.value(), 1 / c.value()));
        low = Math.min(low, Math.min(i.low(), 1 / i.high()));
        high = Math.min(high, i.contains(1) ? 1 : Math.min(i.high(), 1 / i.low()));
      } else {
        value = Math.max(value, Math.abs(c.value()));
        low = Math.max(low, i.contains(0) ? 0 : Math.min(Math.abs(i.low()), Math.abs(i.high())));
        high = Math.max(high, Math.max(Math.abs(i.low()), Math.abs(i.high())));
      }
    }
    String method =
        comparisons.get(0).interval().method() + (comparisons.size() > 1 ? ", Bonferroni" : "");
    return new Measure(
        criterion.name().toLowerCase(Locale.ROOT),
        value,
        new Interval(low, high, level, method),
        groups.stream().mapToLong(group -> cases.of(group).length).sum(),
        criterion.isRatio() ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER);
  }
}
