package io.lepton.experiment;

import io.lepton.experiment.ArmSummary.MetricSummary;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.report.BandChart;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import io.lepton.report.IntervalChart;
import java.util.ArrayList;
import java.util.List;

/** A report to look at. */
final class ReportHtml {
  private final Report report;
  private final Design design;
  private final HtmlPage page;

  private ReportHtml(Report report) {
    this.report = report;
    this.design = report.design();
    this.page = HtmlPage.titled("Experiment " + report.design().name());
  }

  static String of(Report report) {
    ReportHtml writer = new ReportHtml(report);
    writer.verdict();
    writer.differences();
    writer.guardrails();
    writer.way();
    writer.days();
    writer.arms();
    writer.trust();
    writer.agreed();
    return writer.page.html();
  }

  private void verdict() {
    Decision decision = report.decision();
    page.note(
        decision.verdict()
            + decision.findWinner().map(winner -> " " + winner).orElse("")
            + (decision.conclusive() || !decision.isFinal() ? "" : " (inconclusive)"));
    decision.reasons().forEach(page::paragraph);
    if (!decision.wouldChange().isEmpty()) {
      page.section("What would change it");
      decision.wouldChange().forEach(page::paragraph);
    }
  }

  private void differences() {
    if (report.comparisons().isEmpty()) {
      return;
    }
    page.section("Primary metric: " + design.primary().name());
    IntervalChart chart =
        IntervalChart.titled("Difference on " + design.primary().name())
            .mark("no difference", 0)
            .mark("planned for", design.primary().gain(design.minimumDetectableEffect()));
    for (Comparison each : report.comparisons()) {
      Interval interval = each.interval();
      chart.row(each.treatment().name(), each.difference(), interval.low(), interval.high());
    }
    page.figures(
        new Figure(
            chart.svg(),
            "Treatment minus "
                + design.control()
                + ", with "
                + Numbers.percent(design.intervalLevel())
                + " intervals ("
                + report.comparisons().get(0).interval().method()
                + "); "
                + design.primary().describe()
                + "."));
  }

  private void guardrails() {
    List<Figure> figures = new ArrayList<>();
    for (Metric metric : design.guardrails()) {
      double margin = metric.findMargin().orElseThrow();
      IntervalChart chart =
          IntervalChart.titled("Difference on " + metric.name())
              .mark("no difference", 0)
              .mark("margin", metric.gain(-margin));
      boolean any = false;
      for (GuardrailCheck check : report.guardrails()) {
        Interval interval = check.interval();
        Double difference = check.difference();
        if (check.metric().equals(metric) && interval != null && difference != null) {
          chart.row(
              check.treatment() + ": " + check.status(),
              difference,
              interval.low(),
              interval.high());
          any = true;
        }
      }
      if (any) {
        figures.add(new Figure(chart.svg(), metric.name() + ": " + metric.describe() + "."));
      }
    }
    if (!figures.isEmpty()) {
      page.section("Guardrails").figures(figures.toArray(Figure[]::new));
    }
  }

  private void way() {
    BandChart chart =
        BandChart.titled("The difference over time")
            .axes("units", "difference on " + design.primary().name())
            .mark("no difference", 0);
    boolean any = false;
    for (int i = 0; i < design.treatments().size(); i++) {
      any |= way(chart, i);
    }
    if (any) {
      boolean once = design.plan().method() instanceof AnalysisPlan.FixedHorizon;
      page.section("On the way")
          .figures(
              new Figure(
                  chart.svg(),
                  once
                      ? "Intervals of a single look each: only the one at the planned sample keeps"
                          + " its level."
                      : design.plan().method() instanceof BayesianPlan
                          ? "Credible intervals."
                          : "Intervals that hold at all times together."));
    }
  }

  private boolean way(BandChart chart, int treatment) {
    List<double[]> rows = new ArrayList<>();
    for (PathPoint point : report.path()) {
      PathPoint.Difference difference = point.differences().get(treatment);
      Double estimate = difference.estimate();
      Interval interval = difference.interval();
      if (estimate != null && interval != null) {
        rows.add(new double[] {point.units(), estimate, interval.low(), interval.high()});
      }
    }
    if (rows.isEmpty()) {
      return false;
    }
    chart.band(
        design.treatments().get(treatment).name(),
        column(rows, 0),
        column(rows, 1),
        column(rows, 2),
        column(rows, 3));
    return true;
  }

  private void days() {
    List<Figure> figures = new ArrayList<>();
    for (DayEffects.Count count : DayEffects.Count.values()) {
      boolean calendar = count == DayEffects.Count.CALENDAR;
      BandChart chart =
          BandChart.titled("The difference by day")
              .axes(
                  calendar ? "day of the calendar" : "day since exposure",
                  "difference on " + design.primary().name())
              .mark("no difference", 0);
      String first = "";
      for (DayEffects effects : report.days()) {
        List<double[]> rows = effects.count() == count ? rows(effects) : List.of();
        if (rows.size() >= 2) {
          first = effects.days().get(0).label();
          chart.band(
              effects.treatment().name(),
              column(rows, 0),
              column(rows, 1),
              column(rows, 2),
              column(rows, 3));
        }
      }
      if (!first.isEmpty()) {
        figures.add(
            new Figure(
                chart.svg(),
                calendar
                    ? "Units that had met their arm by the day; day 0 is " + first + " (UTC)."
                    : "Units that were watched for the whole day, days of 24 hours."));
      }
    }
    if (!figures.isEmpty()) {
      page.section("By day").figures(figures.toArray(Figure[]::new));
    }
  }

  private List<double[]> rows(DayEffects effects) {
    List<double[]> rows = new ArrayList<>();
    for (DayEffects.Day day : effects.days()) {
      day.findEffect()
          .ifPresent(
              effect -> {
                Interval interval = effect.interval(design.intervalLevel());
                rows.add(
                    new double[] {
                      day.number(), effect.estimate(), interval.low(), interval.high()
                    });
              });
    }
    return rows;
  }

  private static double[] column(List<double[]> rows, int index) {
    return rows.stream().mapToDouble(row -> row[index]).toArray();
  }

  private void arms() {
    page.section("Arms");
    List<String> header = new ArrayList<>(List.of("arm", "exposed", "planned"));
    design.metrics().forEach(metric -> header.add(metric.name()));
    List<List<String>> rows = new ArrayList<>();
    for (ArmSummary arm : report.arms()) {
      List<String> row =
          new ArrayList<>(
              List.of(arm.variant().name(), Numbers.of(arm.exposed()), Numbers.of(arm.required())));
      arm.metrics().forEach(summary -> row.add(cell(summary)));
      rows.add(row);
    }
    page.table(header, rows);
  }

  private static String cell(MetricSummary summary) {
    Measure measure = summary.measure();
    if (measure == null) {
      return "no data";
    }
    Interval interval = measure.interval();
    return Numbers.of(measure.value())
        + (interval == null
            ? ""
            : " [" + Numbers.of(interval.low()) + ", " + Numbers.of(interval.high()) + "]")
        + ", "
        + Numbers.of(summary.units())
        + " units";
  }

  private void trust() {
    page.section("Can it be trusted");
    List<List<String>> rows = new ArrayList<>();
    for (SampleRatio ratio : report.sampleRatios()) {
      rows.add(
          List.of(
              "sample ratio of " + ratio.of(),
              ratio.units() + ratio.findPValue().map(p -> ", " + Numbers.pValue(p)).orElse(""),
              ratio.status().toString()));
    }
    Report.Excluded excluded = report.excluded();
    left(rows, "outcomes of unexposed units", excluded.unexposed());
    left(rows, "outcomes from before exposure", excluded.beforeExposure());
    left(rows, "outcomes outside a metric's window", excluded.outsideWindow());
    left(rows, "covariates and segments from after exposure", excluded.attributesTooLate());
    left(rows, "entries after the decision", excluded.afterDecision());
    rows.add(List.of("outcomes more than a day late", Numbers.of(excluded.late()), "analysed"));
    page.table(List.of("check", "found", "verdict"), rows);
  }

  private static void left(List<List<String>> rows, String what, long count) {
    rows.add(List.of(what, Numbers.of(count), "not analysed"));
  }

  private void agreed() {
    page.section("What was agreed");
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("plan", design.plan().describe(design.primary())));
    rows.add(List.of("started", design.started().toString()));
    rows.add(List.of("this report", report.time() + ", log entry " + report.through()));
    rows.add(List.of("minimum detectable effect", Numbers.of(design.minimumDetectableEffect())));
    rows.add(List.of("α, power", Numbers.of(design.alpha()) + ", " + Numbers.of(design.power())));
    rows.add(
        List.of(
            "baseline",
            Numbers.of(design.baseline().mean())
                + " ± "
                + Numbers.of(design.baseline().standardDeviation())));
    design
        .changes()
        .forEach((arm, change) -> rows.add(List.of("what " + arm + " changes", change)));
    page.table(List.of("", ""), rows);
    page.preformatted(report.toString());
  }
}
