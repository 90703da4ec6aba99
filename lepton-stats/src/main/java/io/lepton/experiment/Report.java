package io.lepton.experiment;

import io.lepton.error.NotFoundException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything known of an experiment at one moment, as numbers; {@link #toString} and {@link #html}
 * are for people, {@link #json} for programs.
 *
 * @param design what was agreed
 * @param time when it was made
 * @param through sequence of the last log entry behind it: the log up to there gives the same
 *     numbers again
 * @param arms in the design's order
 * @param sampleRatios of exposed units, and of the units left for each metric that leaves some out
 * @param comparisons a treatment each, on the primary metric; a treatment for which nothing can be
 *     computed yet has none
 * @param guardrails by treatment, then in the design's order
 * @param path the estimates on the way, at most some dozens
 * @param days the differences on the primary metric day by day, by kind of day and treatment; none
 *     where units have no number of each day (ratios, means of outcomes, windows, limits)
 * @param excluded outcomes that are kept but not analysed
 * @param decision what follows
 */
public record Report(
    Design design,
    Instant time,
    long through,
    List<ArmSummary> arms,
    List<SampleRatio> sampleRatios,
    List<Comparison> comparisons,
    List<GuardrailCheck> guardrails,
    List<PathPoint> path,
    List<DayEffects> days,
    Excluded excluded,
    Decision decision) {

  /**
   * Entries that are kept but not analysed, and those that came late.
   *
   * @param unexposed outcomes of units that had not met their arm when they were recorded
   * @param beforeExposure outcomes that happened before their unit met its arm
   * @param outsideWindow outcomes outside a metric's window, once for each such metric
   * @param attributesTooLate covariates and segments given after exposure
   * @param afterDecision exposures and outcomes recorded after the final decision
   * @param late outcomes recorded more than a day after they happened; these <b>are</b> analysed,
   *     and say that the last days may still lack some
   */
  public record Excluded(
      long unexposed,
      long beforeExposure,
      long outsideWindow,
      long attributesTooLate,
      long afterDecision,
      long late) {}

  /** {@inheritDoc} */
  public Report {
    arms = List.copyOf(arms);
    sampleRatios = List.copyOf(sampleRatios);
    comparisons = List.copyOf(comparisons);
    guardrails = List.copyOf(guardrails);
    path = List.copyOf(path);
    days = List.copyOf(days);
  }

  /**
   * One arm.
   *
   * @param variantName its name
   * @return the arm's numbers
   * @throws NotFoundException if there is none; the message lists those there are
   */
  public ArmSummary arm(String variantName) {
    return arms.get(design.variants().indexOf(design.variant(variantName)));
  }

  /**
   * The comparison of one treatment.
   *
   * @param treatment one of the design's
   * @return empty if nothing can be computed yet
   */
  public Optional<Comparison> comparison(Variant treatment) {
    return comparisons.stream().filter(each -> each.treatment().equals(treatment)).findFirst();
  }

  /**
   * The guardrails of one treatment.
   *
   * @param treatment one of the design's
   * @return in the design's order
   */
  public List<GuardrailCheck> guardrails(Variant treatment) {
    return guardrails.stream().filter(each -> each.treatment().equals(treatment)).toList();
  }

  /**
   * Whether every arm has the planned units on the primary metric.
   *
   * @return true once the rule may give a final verdict
   */
  public boolean reachedPlannedSample() {
    return Findings.reachedPlannedSample(arms);
  }

  /**
   * All numbers for programs: names as in this record and those it holds, times in ISO 8601.
   *
   * @return JSON
   */
  public String json() {
    return ReportJson.of(this);
  }

  /**
   * A page with the verdict, intervals and the way to them as pictures; in a notebook {@code
   * display(report.html(), "text/html")}.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    return ReportHtml.of(this);
  }

  /** The whole report as text of some twenty lines. */
  @Override
  public String toString() {
    return ReportText.of(this);
  }
}
