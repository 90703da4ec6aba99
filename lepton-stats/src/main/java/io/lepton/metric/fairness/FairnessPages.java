package io.lepton.metric.fairness;

import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import io.lepton.report.IntervalChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fairness report to read and to look at. */
final class FairnessPages {
  private FairnessPages() {}

  static String text(FairnessReport report) {
    StringBuilder text = new StringBuilder("Fairness on ").append(report.data().name());
    for (CriterionResult result : report.criteria()) {
      text.append(String.format(Locale.ROOT, "%n%-19s %s", name(result.criterion()), line(result)));
    }
    for (GroupMeasures group : report.groups()) {
      text.append(
          String.format(Locale.ROOT, "%n%s (%d cases)", group.group(), group.counts().size()));
      for (Measure measure : group.measures()) {
        text.append(String.format(Locale.ROOT, "%n  %-27s %s", measure.metric(), shown(measure)));
      }
      group
          .notEstimable()
          .forEach(missing -> text.append(String.format("%n  not estimable: %s", missing)));
    }
    return text.toString();
  }

  private static String name(Criterion criterion) {
    return criterion.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String line(CriterionResult result) {
    StringBuilder line = new StringBuilder();
    line.append(result.findWorst().map(FairnessPages::shown).orElse("not estimable"));
    result.pValue().ifPresent(p -> line.append(String.format(Locale.ROOT, ", p %.3g", p)));
    result
        .findVerdict()
        .ifPresent(
            verdict ->
                line.append(String.format(Locale.ROOT, ", limit %s: ", result.limit()))
                    .append(verdict));
    result.notes().forEach(note -> line.append("; ").append(note));
    return line.toString();
  }

  private static String shown(Measure measure) {
    return String.format(Locale.ROOT, "%.3f", measure.value())
        + measure.findInterval().map(FairnessPages::shown).orElse("")
        + " (n "
        + measure.n()
        + ")";
  }

  private static String shown(Interval interval) {
    return String.format(Locale.ROOT, " [%.3f, %.3f]", interval.low(), interval.high());
  }

  static String html(FairnessReport report, String title) {
    HtmlPage page = HtmlPage.titled(title);
    page.paragraph(
        "Measured on "
            + report.data().name()
            + ", "
            + report.data().rows()
            + " cases. The criteria contradict each other wherever groups differ in their share of"
            + " positives; which one matters is a question about the decision.");
    page.section("Criteria")
        .table(
            List.of("criterion", "worst pair", "interval", "p", "limit", "verdict"),
            report.criteria().stream().map(FairnessPages::row).toList());
    report.criteria().stream()
        .flatMap(result -> result.notes().stream().map(n -> name(result.criterion()) + ": " + n))
        .forEach(page::note);
    page.section("Groups");
    List<Figure> figures = new ArrayList<>();
    for (GroupRate rate : GroupRate.values()) {
      figures.add(
          new Figure(chart(report, rate.metric()), rate.metric().replace('_', ' ') + " by group"));
    }
    figures.add(
        new Figure(
            chart(report, "calibration_gap"),
            "mean probability less share of positives: above 0 the model promises too much"));
    page.figures(figures.toArray(Figure[]::new));
    page.table(
        List.of("group", "cases", "positives", "decided positive", "calibration error", "missing"),
        report.groups().stream().map(FairnessPages::row).toList());
    page.section("Pairs")
        .table(
            List.of("criterion", "metric", "groups", "value", "interval", "p", "test"),
            report.criteria().stream()
                .flatMap(result -> result.comparisons().stream().map(c -> row(result, c)))
                .toList());
    return page.html();
  }

  private static List<String> row(CriterionResult result) {
    return List.of(
        name(result.criterion()) + (result.criterion().isRatio() ? " (ratio)" : ""),
        result.findWorst().map(m -> String.format(Locale.ROOT, "%.3f", m.value())).orElse("–"),
        result.findWorst().flatMap(Measure::findInterval).map(FairnessPages::shown).orElse("–"),
        result.pValue().map(p -> String.format(Locale.ROOT, "%.3g", p)).orElse("–"),
        result.limit() == null ? "–" : String.valueOf(result.limit()),
        result.findVerdict().map(Enum::name).orElse("–"));
  }

  private static List<String> row(GroupMeasures group) {
    GroupCounts counts = group.counts();
    return List.of(
        group.group(),
        String.valueOf(counts.size()),
        String.valueOf(counts.positives()),
        String.valueOf(counts.selected()),
        group.measures().stream()
            .filter(m -> m.metric().equals("expected_calibration_error"))
            .map(FairnessPages::shown)
            .findFirst()
            .orElse("–"),
        String.join("; ", group.notEstimable()));
  }

  private static List<String> row(CriterionResult result, GroupComparison c) {
    return List.of(
        name(result.criterion()),
        c.metric(),
        c.first() + (result.criterion().isRatio() ? " / " : " − ") + c.second(),
        String.format(Locale.ROOT, "%.3f", c.value()),
        shown(c.interval()),
        String.format(Locale.ROOT, "%.3g", c.pValue()),
        c.test());
  }

  private static String chart(FairnessReport report, String metric) {
    IntervalChart chart = IntervalChart.titled(metric + " by group");
    if (metric.equals("calibration_gap")) {
      chart.mark("0", 0);
    }
    for (GroupMeasures group : report.groups()) {
      for (Measure measure : group.measures()) {
        if (measure.metric().equals(metric)) {
          Interval interval = measure.interval();
          chart.row(
              group.group(),
              measure.value(),
              interval == null ? measure.value() : interval.low(),
              interval == null ? measure.value() : interval.high());
        }
      }
    }
    return chart.svg();
  }
}
