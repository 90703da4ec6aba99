package io.lepton.registry;

import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import io.lepton.spi.Catalog.EvaluationEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A test of a {@link Bisect} by stored measures. Where an interval is known, all of it has to be on
 * one side of the limit; otherwise the measure is inconclusive and the version is skipped. Not
 * thread-safe.
 */
public final class BisectByMetric {
  private final Store store;
  private final Bisect bisect;
  private final String metric;
  private final String data;
  private boolean byValue;

  BisectByMetric(Store store, Bisect bisect, String metric, String data) {
    this.store = store;
    this.bisect = bisect;
    this.metric = Objects.requireNonNull(metric);
    this.data = Objects.requireNonNull(data);
  }

  /**
   * Looks at the estimate alone, whatever its interval.
   *
   * @return this
   */
  public BisectByMetric ignoringIntervals() {
    byValue = true;
    return this;
  }

  /**
   * Searches the first version that is below a limit.
   *
   * @param limit the smallest good value
   * @return what was found
   * @throws io.lepton.error.InvalidInputException as {@link Bisect#test} does
   */
  public Bisection atLeast(double limit) {
    return bisect.test(
        version -> answer(version, range -> range.low() >= limit, range -> range.high() < limit));
  }

  /**
   * Searches the first version that is above a limit.
   *
   * @param limit the largest good value
   * @return what was found
   * @throws io.lepton.error.InvalidInputException as {@link Bisect#test} does
   */
  public Bisection atMost(double limit) {
    return bisect.test(
        version -> answer(version, range -> range.high() <= limit, range -> range.low() > limit));
  }

  private record Range(double low, double high) {}

  private interface Rule {
    boolean holds(Range range);
  }

  private Answer answer(Version version, Rule good, Rule bad) {
    Optional<Range> range = measured(version).map(this::range);
    if (range.isEmpty()) {
      return Answer.SKIP;
    }
    if (good.holds(range.get())) {
      return Answer.GOOD;
    }
    return bad.holds(range.get()) ? Answer.BAD : Answer.SKIP;
  }

  private Range range(Measure measure) {
    Interval interval = byValue ? null : measure.interval();
    return interval == null
        ? new Range(measure.value(), measure.value())
        : new Range(interval.low(), interval.high());
  }

  private Optional<Measure> measured(Version version) {
    List<EvaluationEntry> all = store.catalog.evaluations(version.id());
    return all.stream()
        .map(EvaluationEntry::evaluation)
        .filter(evaluation -> evaluation.data().name().equals(data))
        .map((Evaluation evaluation) -> evaluation.find(metric))
        .flatMap(Optional::stream)
        .reduce((earlier, later) -> later);
  }
}
