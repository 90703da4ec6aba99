package io.lepton.examples;

import io.lepton.experiment.Comparison;
import io.lepton.experiment.GuardrailCheck;
import io.lepton.metric.CalibrationBin;
import io.lepton.metric.ClassificationResult;
import io.lepton.metric.RocPoint;
import io.lepton.model.Evaluation;
import io.lepton.model.Interval;
import io.lepton.model.Measure;
import io.lepton.model.Version;
import io.lepton.model.VersionId;
import io.lepton.monitor.ColumnDrift;
import io.lepton.monitor.DriftHistogram;
import io.lepton.registry.Model;
import io.lepton.registry.ModelManager;
import io.lepton.report.BarChart;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import io.lepton.report.IntervalChart;
import io.lepton.report.LineChart;
import io.lepton.report.VersionGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The quickstart's story as one page that needs nothing else. */
final class QuickstartReport {
  private static final int CALIBRATION_BINS = 8;

  private QuickstartReport() {}

  static String html(Story story, ModelManager models) {
    HtmlPage page = HtmlPage.titled("A credit model's life with Lepton");
    page.note(
        "The data, the labels and every number on this page are real results of this run. Simulated"
            + " are the stream of applicants (held-out rows, drawn with replacement) and the"
            + " campaign that shifts it.");
    page.section("Quality on the test set");
    page.figures(
        new Figure(roc(story), "ROC curves. Area with 95 % interval (DeLong) in the table."),
        new Figure(
            calibration(story), "Calibration: predicted against observed share that repays."));
    page.table(List.of("metric", label(story.first()), label(story.second())), metrics(story));
    page.preformatted(story.comparison());
    page.section("What changed between the versions").preformatted(story.difference());
    page.section("The experiment");
    page.figures(new Figure(effects(story), "Treatment minus control, with intervals."));
    page.note("Decision: " + story.experiment().decision().verdict());
    story.experiment().decision().reasons().forEach(page::paragraph);
    page.preformatted(story.experiment().toString());
    page.section("Drift");
    story
        .drift()
        .worst()
        .ifPresent(column -> page.figures(new Figure(drift(column), driftCaption(column))));
    page.preformatted(story.drift().toString());
    page.section("Versions");
    page.figures(
        new Figure(
            versions(models), "Newest at the top, with the refs that point at them at the end."));
    return page.html();
  }

  private static String label(Version version) {
    return "v" + version.number();
  }

  private static String roc(Story story) {
    LineChart chart =
        LineChart.titled("ROC curves")
            .x("false positive rate", 0, 1)
            .y("true positive rate", 0, 1)
            .diagonal();
    addRoc(chart, story.first(), story.firstResult());
    addRoc(chart, story.second(), story.secondResult());
    return chart.svg();
  }

  private static void addRoc(LineChart chart, Version version, ClassificationResult result) {
    List<RocPoint> curve = result.rocCurve();
    chart.curve(
        String.format(
            Locale.ROOT,
            "%s, area %.3f",
            label(version),
            result.evaluation().get("roc_auc").value()),
        curve.stream().mapToDouble(RocPoint::falsePositiveRate).toArray(),
        curve.stream().mapToDouble(RocPoint::truePositiveRate).toArray());
  }

  private static String calibration(Story story) {
    LineChart chart =
        LineChart.titled("Calibration")
            .x("predicted probability to repay", 0, 1)
            .y("observed share", 0, 1)
            .diagonal()
            .dots();
    addCalibration(chart, story.first(), story.firstResult());
    addCalibration(chart, story.second(), story.secondResult());
    return chart.svg();
  }

  private static void addCalibration(
      LineChart chart, Version version, ClassificationResult result) {
    List<CalibrationBin> bins = result.calibrationCurve(CALIBRATION_BINS);
    chart.curve(
        label(version),
        bins.stream().mapToDouble(CalibrationBin::meanPredicted).toArray(),
        bins.stream().mapToDouble(CalibrationBin::observedRate).toArray());
  }

  private static List<List<String>> metrics(Story story) {
    Evaluation second = story.secondResult().evaluation();
    List<List<String>> rows = new ArrayList<>();
    for (Measure measure : story.firstResult().evaluation().measures()) {
      String other =
          second.find(measure.metric()).map(QuickstartReport::number).orElse("not defined");
      rows.add(List.of(measure.metric(), number(measure), other));
    }
    return rows;
  }

  private static String number(Measure measure) {
    String value = String.format(Locale.ROOT, "%.3f", measure.value());
    return measure
        .findInterval()
        .map(i -> value + String.format(Locale.ROOT, "  [%.3f, %.3f]", i.low(), i.high()))
        .orElse(value);
  }

  private static String effects(Story story) {
    IntervalChart chart = IntervalChart.titled("Effects").mark("no difference", 0);
    String primary = story.experiment().design().primary().name();
    for (Comparison comparison : story.experiment().comparisons()) {
      addEffect(chart, primary, comparison.difference(), comparison.interval());
    }
    for (GuardrailCheck check : story.experiment().guardrails()) {
      String name = check.metric().name() + " (guardrail)";
      check
          .findInterval()
          .ifPresent(
              interval -> addEffect(chart, name, check.findDifference().orElseThrow(), interval));
    }
    return chart.svg();
  }

  private static void addEffect(
      IntervalChart chart, String name, double effect, Interval interval) {
    chart.row(name, effect, interval.low(), interval.high());
  }

  private static String drift(ColumnDrift column) {
    DriftHistogram histogram = column.histogram();
    return BarChart.titled("Drift of " + column.name(), "share of rows", histogram.labels())
        .bars("training", shares(histogram.reference()))
        .bars("live", shares(histogram.live()))
        .svg();
  }

  private static double[] shares(List<Long> counts) {
    double sum = counts.stream().mapToLong(Long::longValue).sum();
    return counts.stream().flatMapToDouble(count -> DoubleStream.of(count / sum)).toArray();
  }

  private static String driftCaption(ColumnDrift column) {
    return String.format(
        Locale.ROOT,
        "%s has drifted most: population stability index %.2f, p = %.2g after correction for the"
            + " number of columns.",
        column.name(),
        column.psi(),
        column.adjustedPValue());
  }

  private static String versions(ModelManager models) {
    Model model = models.model(CreditScoring.MODEL);
    VersionGraph graph = VersionGraph.empty();
    List<Version> versions = new ArrayList<>(model.versions());
    java.util.Collections.reverse(versions);
    for (Version version : versions) {
      String note = refs(model, version);
      String retired =
          models.retirement(version).map(r -> "; weights retired: " + r.reason()).orElse("");
      graph.version(
          version.id().hex(),
          version + ": " + version.message(),
          note + retired,
          version.parents().stream().map(VersionId::hex).toList());
    }
    return graph.svg();
  }

  private static String refs(Model model, Version version) {
    List<String> names = new ArrayList<>();
    names(names, "branch", model.branches(), version);
    names(names, "alias", model.aliases(), version);
    names(names, "tag", model.tags(), version);
    return names.isEmpty() ? "no ref" : String.join(", ", names);
  }

  private static void names(
      List<String> names, String kind, Map<String, Version> refs, Version version) {
    refs.forEach(
        (name, target) -> {
          if (target.equals(version)) {
            names.add(kind + " " + name);
          }
        });
  }
}
