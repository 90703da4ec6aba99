package io.lepton.experiment;

import static io.lepton.experiment.BanditReportText.orDash;

import io.lepton.experiment.BanditReport.Allocation;
import io.lepton.experiment.BanditReport.Alternative;
import io.lepton.model.Interval;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import io.lepton.report.IntervalChart;
import io.lepton.report.LineChart;
import io.lepton.stats.bandit.AdaptiveEstimate;
import java.util.ArrayList;
import java.util.List;

/** A bandit's report to look at. */
final class BanditReportHtml {
  private final BanditReport report;
  private final HtmlPage page;

  private BanditReportHtml(BanditReport report) {
    this.report = report;
    page = HtmlPage.titled("Bandit " + report.design().name());
  }

  static String of(BanditReport report) {
    BanditReportHtml writer = new BanditReportHtml(report);
    BanditReportText.sayings(report).forEach(writer.page::paragraph);
    writer.arms();
    writer.traffic();
    writer.alternatives();
    writer.page.section("As text").preformatted(report.toString());
    return writer.page.html();
  }

  private void arms() {
    page.section("Arms");
    IntervalChart chart = IntervalChart.titled("What each arm earns per unit");
    boolean any = false;
    for (BanditArm arm : report.arms()) {
      AdaptiveEstimate.Result value = arm.value();
      if (value != null) {
        Interval interval = value.interval();
        chart.row(arm.arm().name(), value.value(), interval.low(), interval.high());
        any = true;
      }
    }
    if (any) {
      page.figures(
          new Figure(
              chart.svg(),
              "Reward per unit with 95 % intervals that allow for the choices having followed the"
                  + " rewards."));
    }
    List<List<String>> rows = new ArrayList<>();
    for (BanditArm arm : report.arms()) {
      rows.add(
          List.of(
              arm.arm().name(),
              Numbers.of(arm.chosen()),
              Numbers.of(arm.learned()),
              orDash(arm.value()),
              orDash(arm.posterior()),
              orDash(arm.probabilityBest()),
              orDash(arm.mean())));
    }
    page.table(
        List.of(
            "arm",
            "chosen",
            "learned",
            "earns",
            "posterior",
            "P(best)",
            "mean of its rewards (biased)"),
        rows);
  }

  private void traffic() {
    List<Allocation> steps = report.allocation();
    if (steps.size() < 2) {
      return;
    }
    double[] choices = steps.stream().mapToDouble(Allocation::choices).toArray();
    LineChart chart =
        LineChart.titled("Where the traffic went")
            .x("units", 0, choices[choices.length - 1])
            .y("share", 0, 1);
    for (int i = 0; i < report.arms().size(); i++) {
      int arm = i;
      chart.curve(
          report.arms().get(i).arm().name(),
          choices,
          steps.stream().mapToDouble(step -> step.shares().get(arm)).toArray());
    }
    page.section("Where the traffic went")
        .figures(new Figure(chart.svg(), "Share of each arm among the choices of each step."));
  }

  private void alternatives() {
    List<List<String>> rows = new ArrayList<>();
    for (Alternative each : report.alternatives()) {
      rows.add(
          List.of(
              each.name(), orDash(each.ips()), orDash(each.snips()), orDash(each.doublyRobust())));
    }
    page.section("What others would have earned per unit, by this log")
        .table(List.of("policy", "IPS", "SNIPS", "doubly robust"), rows);
  }
}
