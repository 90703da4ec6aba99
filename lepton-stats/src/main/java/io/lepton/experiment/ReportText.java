package io.lepton.experiment;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import java.util.Locale;

/** A report for people. */
final class ReportText {
  private static final int SHOWN_DAYS = 7;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(Report report) {
    ReportText writer = new ReportText();
    writer.head(report);
    report.design().metrics().forEach(metric -> writer.metric(report, metric));
    writer.comparisons(report);
    writer.days(report);
    writer.checks(report);
    writer.decision(report.decision());
    return writer.text.toString();
  }

  private void line(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments).stripTrailing()).append('\n');
  }

  private void head(Report report) {
    Design design = report.design();
    line("Experiment %s, started %s", design.name(), design.started());
    line(
        "Planned: a gain of %s on \"%s\" (baseline %s), α %s, power %s",
        Numbers.of(design.minimumDetectableEffect()),
        design.primary().name(),
        Numbers.of(design.baseline().mean()),
        Numbers.of(design.alpha()),
        Numbers.of(design.power()));
    for (Variant treatment : design.treatments()) {
      String change = design.changes().get(treatment.name());
      if (change != null) {
        line("%s: %s", treatment, change);
      }
    }
    boolean once = design.plan().method() instanceof AnalysisPlan.FixedHorizon;
    if (!once || !design.plan().minimumRunTime().isZero()) {
      line("Plan: %s", design.plan().describe(design.primary()));
    }
    if (once && !report.reachedPlannedSample()) {
      line("INTERIM: the planned sample is not there yet; these numbers decide nothing.");
    }
  }

  private void metric(Report report, Metric metric) {
    int index = report.design().metrics().indexOf(metric);
    line("");
    line("%s \"%s\" (%s)", index == 0 ? "Primary" : "Guardrail", metric.name(), metric.describe());
    for (ArmSummary arm : report.arms()) {
      ArmSummary.MetricSummary summary = arm.metrics().get(index);
      line(
          "  %-24s %9s units%s  %s",
          arm.variant(),
          Numbers.of(summary.units()),
          index == 0 ? " of " + Numbers.of(arm.required()) : "",
          summary.findMeasure().map(ReportText::measure).orElse("no data"));
    }
  }

  private static String measure(Measure measure) {
    Interval interval = measure.interval();
    return Numbers.of(measure.value())
        + (interval == null
            ? ""
            : " [" + Numbers.of(interval.low()) + ", " + Numbers.of(interval.high()) + "]");
  }

  private void comparisons(Report report) {
    Design design = report.design();
    line("");
    line("Against %s (intervals at %s)", design.control(), Numbers.percent(design.intervalLevel()));
    for (Comparison comparison : report.comparisons()) {
      line(
          "  %-24s %s %s%s, %s, %s",
          comparison.treatment(),
          Numbers.signed(comparison.difference()),
          Numbers.of(comparison.interval()),
          comparison
              .findRelativeLift()
              .map(lift -> " = " + Numbers.signed(100 * lift) + " %")
              .orElse(""),
          comparison
              .findPosterior()
              .map(posterior -> "P(better) = " + Numbers.of(posterior.probabilityBetter()))
              .orElseGet(() -> Numbers.pValue(comparison.adjustedPValue())),
          comparison.finding());
    }
    for (GuardrailCheck check : report.guardrails()) {
      line(
          "  %-24s %s: %s, margin %s, %s",
          check.treatment(),
          check.metric().name(),
          check
              .findInterval()
              .map(i -> Numbers.signed(check.findDifference().orElseThrow()) + " " + Numbers.of(i))
              .orElse("no interval"),
          Numbers.of(check.metric().findMargin().orElseThrow()),
          check.status());
    }
  }

  /** The last days of each kind, where there are several. */
  private void days(Report report) {
    double level = report.design().intervalLevel();
    for (DayEffects effects : report.days()) {
      int count = effects.days().size();
      if (count < 2) {
        continue;
      }
      boolean calendar = effects.count() == DayEffects.Count.CALENDAR;
      line("");
      line(
          "%s by day, %s%s",
          effects.treatment(),
          calendar ? "of the calendar (UTC)" : "since exposure",
          count > SHOWN_DAYS ? ", the last " + SHOWN_DAYS + " of " + count : "");
      for (DayEffects.Day day : effects.days().subList(Math.max(0, count - SHOWN_DAYS), count)) {
        line(
            "  %-10s %9s units  %s",
            day.label(),
            Numbers.of(day.units()),
            day.findEffect()
                .map(e -> Numbers.signed(e.estimate()) + " " + Numbers.of(e.interval(level)))
                .orElse("no difference can be told"));
      }
    }
  }

  private void checks(Report report) {
    line("");
    for (SampleRatio ratio : report.sampleRatios()) {
      line(
          "Sample ratio of %s: %s%s, %s",
          ratio.of(),
          ratio.units(),
          ratio.findPValue().map(p -> ", " + Numbers.pValue(p)).orElse(""),
          ratio.status());
    }
    Report.Excluded excluded = report.excluded();
    line(
        "Not analysed: %s outcomes of unexposed units, %s from before exposure, %s entries after"
            + " the decision",
        Numbers.of(excluded.unexposed()),
        Numbers.of(excluded.beforeExposure()),
        Numbers.of(excluded.afterDecision()));
    if (excluded.outsideWindow() + excluded.attributesTooLate() + excluded.late() > 0) {
      line(
          "Nor %s outcomes outside a metric's window, %s covariates and segments from after"
              + " exposure; %s outcomes came more than a day late and are analysed",
          Numbers.of(excluded.outsideWindow()),
          Numbers.of(excluded.attributesTooLate()),
          Numbers.of(excluded.late()));
    }
  }

  private void decision(Decision decision) {
    line("");
    line("Decision: %s", decision);
    decision.wouldChange().forEach(each -> line("  → %s", each));
  }
}
