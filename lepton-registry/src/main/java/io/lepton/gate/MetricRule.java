package io.lepton.gate;

import io.lepton.error.InvalidInputException;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.VersionId;
import io.lepton.spi.Ref;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which measure a rule is about; complete it to have the rule. Immutable.
 *
 * @param metric its name
 * @param data name of the data it must be measured on; null for any
 * @param level coverage that the stored interval must have at least, between 0 and 1 exclusive
 */
public record MetricRule(String metric, @Nullable String data, double level) {
  static final double DEFAULT_LEVEL = 0.95;

  /** {@inheritDoc} */
  public MetricRule {
    Objects.requireNonNull(metric);
    if (!(level > 0 && level < 1)) {
      throw new InvalidInputException(
          "interval level " + level + "; expected between 0 and 1 exclusive");
    }
  }

  /**
   * Counts only what was measured on data of a name.
   *
   * @param name such as {@code test}
   * @return the rule to be completed
   */
  public MetricRule on(String name) {
    return new MetricRule(metric, Objects.requireNonNull(name), level);
  }

  /**
   * Chooses how sure the stored interval must be; 0.95 unless given.
   *
   * @param coverage the least, between 0 and 1 exclusive
   * @return the rule to be completed
   */
  public MetricRule atLevel(double coverage) {
    return new MetricRule(metric, data, coverage);
  }

  /**
   * The lower end of the interval must reach a value: the metric is shown to be at least that.
   *
   * @param least not NaN
   * @return the rule
   */
  public Gate atLeast(double least) {
    return new MetricGate(this, MetricGate.Side.AT_LEAST, least, MetricGate.Judged.BY_INTERVAL);
  }

  /**
   * The upper end of the interval must not exceed a value: the metric is shown to be at most that.
   *
   * @param most not NaN
   * @return the rule
   */
  public Gate atMost(double most) {
    return new MetricGate(this, MetricGate.Side.AT_MOST, most, MetricGate.Judged.BY_INTERVAL);
  }

  /**
   * The value must reach a bound, whatever its uncertainty. Prefer {@link #atLeast(double)}.
   *
   * @param least not NaN
   * @return the rule
   */
  public Gate estimateAtLeast(double least) {
    return new MetricGate(this, MetricGate.Side.AT_LEAST, least, MetricGate.Judged.BY_ESTIMATE);
  }

  /**
   * The value must not exceed a bound, whatever its uncertainty. Prefer {@link #atMost(double)}.
   *
   * @param most not NaN
   * @return the rule
   */
  public Gate estimateAtMost(double most) {
    return new MetricGate(this, MetricGate.Side.AT_MOST, most, MetricGate.Judged.BY_ESTIMATE);
  }

  /**
   * The version must be shown to be no worse than the one an alias points at, by more than a
   * margin, on the same data. If the alias does not exist yet, the rule holds.
   *
   * @param alias such as {@code champion}
   * @param margin in the metric's unit, at least 0; 0 demands that it be shown to be better
   * @return the rule
   * @throws InvalidInputException if the margin is negative, infinite or NaN
   */
  public Gate noWorseThan(String alias, double margin) {
    return new NotWorseGate(this, Ref.Kind.ALIAS, alias, margin);
  }

  /**
   * As {@link #noWorseThan}, against what a stage points at.
   *
   * @param stage such as {@code production}
   * @param margin in the metric's unit, at least 0
   * @return the rule
   * @throws InvalidInputException if the margin is negative, infinite or NaN
   */
  public Gate noWorseThanStage(String stage, double margin) {
    return new NotWorseGate(this, Ref.Kind.STAGE, stage, margin);
  }

  /** A measure with what it was measured on. */
  record Measured(Measure measure, Evaluation evaluation) {
    Interval interval() {
      return Objects.requireNonNull(measure.interval());
    }

    String text() {
      Interval interval = measure.interval();
      return MetricRule.number(measure.value())
          + (interval == null
              ? " without an interval"
              : String.format(
                  Locale.ROOT,
                  " [%s, %s] at %s",
                  number(interval.low()),
                  number(interval.high()),
                  number(interval.level())))
          + ", n = "
          + measure.n()
          + ", on "
          + evaluation.data().name();
    }
  }

  Optional<Measured> last(Evidence evidence, VersionId version) {
    Optional<Measured> found = Optional.empty();
    for (var entry : evidence.evaluations(version)) {
      Evaluation evaluation = entry.evaluation();
      if (data == null || evaluation.data().name().equals(data)) {
        Optional<Measured> measured =
            evaluation.find(metric).map(measure -> new Measured(measure, evaluation));
        found = measured.isPresent() ? measured : found;
      }
    }
    return found;
  }

  /** Why an interval cannot be relied on, or empty. */
  Optional<String> doubt(Measured measured) {
    Interval interval = measured.measure.interval();
    if (interval == null) {
      return Optional.of("attach an evaluation that gives an interval");
    }
    if (interval.level() < level) {
      return Optional.of(
          "the interval covers "
              + number(interval.level())
              + ", expected at least "
              + number(level));
    }
    if (!interval.contains(measured.measure.value())) {
      return Optional.of("the interval does not contain its own estimate; evaluate again");
    }
    return Optional.empty();
  }

  String describe() {
    return metric + (data == null ? "" : " on " + data);
  }

  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.6g", value)
            .replaceFirst("(\\.\\d*?)0+$", "$1")
            .replaceFirst("\\.$", "");
  }
}
