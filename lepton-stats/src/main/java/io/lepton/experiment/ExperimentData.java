package io.lepton.experiment;

import io.lepton.error.InvalidInputException;
import io.lepton.experiment.Metric.Aggregation;
import io.lepton.experiment.Metric.Kind;
import io.lepton.model.Measure;
import io.lepton.stats.aggregate.jdbc.Aggregates;
import io.lepton.stats.aggregate.jdbc.Aggregates.Measured;
import io.lepton.stats.aggregate.jdbc.UnitMeasure;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Domain;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Keep;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Rule;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Slot;
import io.lepton.stats.aggregate.jdbc.UnitMeasure.Span;
import io.lepton.stats.aggregate.jdbc.UnitRows;
import io.lepton.stats.internal.Checks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The log of an experiment that was run elsewhere, analysed like one that was recorded here: the
 * same metrics, the same comparisons, Holm's correction for the number of treatments. Which arm a
 * unit belongs to is what the rows say.
 *
 * <pre>{@code
 * DataAnalysis analysis = ExperimentData.of(UnitRows.parquet(file))
 *     .control("old").treatments("new")
 *     .analyse(Metric.proportion("visit"), Metric.mean("spend").adjustedBy("history"));
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ExperimentData {
  private final UnitRows rows;
  private final @Nullable String control;
  private final List<String> treatments;
  private final double alpha;
  private final double[] weights;

  private ExperimentData(
      UnitRows rows,
      @Nullable String control,
      List<String> treatments,
      double alpha,
      double... weights) {
    this.rows = rows;
    this.control = control;
    this.treatments = treatments;
    this.alpha = alpha;
    this.weights = weights;
  }

  /**
   * Rows to be analysed at α = 0.05, arms of equal weight.
   *
   * @param rows where they lie
   * @return the data
   */
  public static ExperimentData of(UnitRows rows) {
    return new ExperimentData(rows, null, List.of(), 0.05);
  }

  /**
   * Names the arm the others are compared with.
   *
   * @param arm as in the rows
   * @return the data
   */
  public ExperimentData control(String arm) {
    return new ExperimentData(rows, arm, treatments, alpha, weights);
  }

  /**
   * Names the other arms; units of any arm not named are counted and left out.
   *
   * @param arms as in the rows, at least one
   * @return the data
   */
  public ExperimentData treatments(String... arms) {
    return new ExperimentData(rows, control, List.of(arms), alpha, weights);
  }

  /**
   * Sets the largest chance, over the treatments of one metric, of finding a difference that is not
   * there.
   *
   * @param value between 0 and 1
   * @return the data
   */
  public ExperimentData alpha(double value) {
    return new ExperimentData(rows, control, treatments, Checks.inside("alpha", value), weights);
  }

  /**
   * Sets the arms' planned shares, for the check of the sample ratio.
   *
   * @param ofControl positive
   * @param ofTreatments positive, one each
   * @return the data
   */
  public ExperimentData weights(double ofControl, double... ofTreatments) {
    double[] all = new double[1 + ofTreatments.length];
    all[0] = Checks.positive("weight", ofControl);
    for (int i = 0; i < ofTreatments.length; i++) {
      all[i + 1] = Checks.positive("weight", ofTreatments[i]);
    }
    return new ExperimentData(rows, control, treatments, alpha, all);
  }

  /**
   * Has the rows aggregated where they lie and compares every treatment with the control on every
   * metric.
   *
   * @param metrics at least one; with windows only if the rows know the time ({@link
   *     UnitRows#elapsed})
   * @return the analysis
   * @throws InvalidInputException if arms are missing, a metric has a window, or the rows do not
   *     fit
   * @throws io.lepton.error.StorageException if the database failed
   */
  public DataAnalysis analyse(Metric... metrics) {
    List<String> arms = arms();
    if (weights.length != 0 && weights.length != arms.size()) {
      throw new InvalidInputException(
          weights.length + " weights for the arms " + arms + "; expected one each");
    }
    Arrays.stream(metrics).forEach(this::requireStrata);
    List<UnitMeasure> measures = Arrays.stream(metrics).map(this::measure).toList();
    Aggregates aggregates = rows.aggregate(measures, arms);
    List<DataAnalysis.OfMetric> each = new ArrayList<>();
    for (int m = 0; m < metrics.length; m++) {
      each.add(analyse(metrics[m], aggregates.measures().get(m)));
    }
    return new DataAnalysis(
        arms, aggregates.units(), sampleRatio(aggregates.units()), each, aggregates.problems());
  }

  private void requireStrata(Metric metric) {
    String strata = metric.options().strata();
    if (strata != null && !rows.findSegment().equals(Optional.of(strata))) {
      throw new InvalidInputException(
          "metric \""
              + metric.name()
              + "\" is post-stratified by \""
              + strata
              + "\", and the rows are told apart by "
              + rows.findSegment().map(name -> '"' + name + '"').orElse("nothing")
              + "; call segment(\""
              + strata
              + "\") on the rows, which have one such column at a time");
    }
  }

  /**
   * How the effect on a metric develops by the rows' day since exposure. All units count on all
   * days: give only rows of units that were observed for all of them.
   *
   * @param metric of which units have a sum each day
   * @param days 2 to 60
   * @return one check a treatment, their p-values corrected for their number
   * @throws InvalidInputException if arms are missing, or the metric has no number of each day
   * @throws io.lepton.error.StorageException if the database failed
   */
  public List<NoveltyCheck> novelty(Metric metric, int days) {
    NoveltyCheck.requireDays(metric, days);
    UnitMeasure plain = measure(metric);
    List<Slot> slots =
        IntStream.range(0, days).mapToObj(day -> new Slot(metric.outcomes().get(0), day)).toList();
    UnitMeasure daily =
        new UnitMeasure(
            metric.name(),
            slots,
            plain.rule(),
            plain.domain(),
            plain.capping(),
            List.of(),
            Keep.MOMENTS);
    Aggregates aggregates = rows.aggregate(List.of(daily), arms());
    return NoveltyCheck.all(
        variants(),
        metric,
        aggregates.measures().get(0).byArm().stream().map(each -> each.moments()).toList());
  }

  private List<String> arms() {
    if (control == null || treatments.isEmpty()) {
      throw new InvalidInputException(
          "the arms are not named; say which is the control and which the treatments are");
    }
    List<String> arms = new ArrayList<>(List.of(control));
    arms.addAll(treatments);
    return arms;
  }

  private List<Variant> variants() {
    return treatments.stream().map(Variant::of).toList();
  }

  private DataAnalysis.OfMetric analyse(Metric metric, Measured measured) {
    Samples samples =
        new Samples(
            metric,
            measured.byArm(),
            metric.options().strata() == null ? List.of() : measured.bySegment().values());
    List<Optional<Measure>> arms =
        IntStream.rangeClosed(0, treatments.size())
            .mapToObj(arm -> Optional.ofNullable(samples.measure(arm, 1 - alpha)))
            .toList();
    double level = 1 - alpha / treatments.size();
    List<Comparison> comparisons = Comparisons.of(samples, variants(), level, alpha);
    List<SegmentCheck> segments =
        rows.hasSegment()
            ? SegmentCheck.all("segment", variants(), metric, measured.bySegment())
            : List.of();
    return new DataAnalysis.OfMetric(metric, arms, comparisons, segments);
  }

  private SampleRatio sampleRatio(List<Long> units) {
    double[] planned = weights.length == 0 ? new double[units.size()] : weights;
    if (weights.length == 0) {
      Arrays.fill(planned, 1);
    }
    return SampleRatio.of("units", units.stream().mapToLong(n -> n).toArray(), planned);
  }

  private UnitMeasure measure(Metric metric) {
    MetricOptions options = metric.options();
    Window window = options.window();
    if (window != null && !rows.hasElapsed()) {
      throw new InvalidInputException(
          "metric \""
              + metric.name()
              + "\" has a window, and the rows do not know when their unit was exposed; name the"
              + " columns of time by elapsed(..), or apply it in the query");
    }
    Domain domain =
        switch (metric.kind()) {
          case PROPORTION -> Domain.ZERO_OR_ONE;
          case COUNT -> Domain.COUNT;
          default -> Domain.NUMBER;
        };
    Span span =
        window == null
            ? null
            : new Span(window.from().toMillis() / 1000.0, window.to().toMillis() / 1000.0);
    Rule rule =
        metric.aggregation() == Aggregation.ANY
            ? Rule.ANY
            : metric.aggregation() == Aggregation.SUM ? Rule.SUM : Rule.MEAN;
    return new UnitMeasure(
        metric.name(),
        metric.outcomes().stream().map(name -> new Slot(name, null, span)).toList(),
        rule,
        domain,
        options.capping(),
        options.covariates(),
        metric.kind() == Kind.QUANTILE ? Keep.VALUES : Keep.MOMENTS);
  }
}
