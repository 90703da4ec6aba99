package io.lepton.experiment;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lepton.internal.Json;
import io.lepton.model.Interval;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import io.lepton.report.IntervalChart;
import io.lepton.stats.interleave.Preference;
import io.lepton.stats.sequential.AlwaysValid;
import java.util.ArrayList;
import java.util.List;

/** A comparison of rankers for people and programs. */
final class InterleavingReportForms {
  private InterleavingReportForms() {}

  static String text(InterleavingReport report) {
    InterleavingDesign design = report.design();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Interleaving "
            + design.name()
            + ", started "
            + design.started()
            + ": first "
            + design.first()
            + ", second "
            + design.second());
    lines.add(
        Numbers.of(all(report.lists()))
            + " lists, "
            + Numbers.of(report.clicked())
            + " clicked, "
            + Numbers.of(report.clicks())
            + " clicks");
    lines.add("lists favour: " + favour(report, report.lists()));
    lines.add("users favour: " + favour(report, report.users()));
    Preference.Result test = report.test();
    if (test != null) {
      lines.add("sign test of the users, one look: " + Numbers.pValue(test.pValue()));
    }
    Double difference = report.difference();
    Interval interval = report.interval();
    if (difference != null && interval != null) {
      lines.add(
          "difference "
              + Numbers.signed(difference)
              + ", 95 % "
              + Numbers.of(interval)
              + " for one look; above 0 is for "
              + design.first());
    }
    AlwaysValid.Result any = report.anyTime();
    if (any != null) {
      lines.add("at any look: " + Numbers.of(any.interval()) + ", " + Numbers.pValue(any.pValue()));
    }
    lines.add(verdict(report));
    return String.join("\n", lines) + "\n";
  }

  private static String verdict(InterleavingReport report) {
    AlwaysValid.Result any = report.anyTime();
    if (any == null) {
      return "Too few users to say anything at any look; wait for " + Moment.BURN_IN + ".";
    }
    if (any.interval().contains(0)) {
      return "Not shown, so far, that either ranker is preferred.";
    }
    return "Preferred is "
        + (any.estimate() > 0 ? report.design().first() : report.design().second())
        + ", with a risk of 5 % however often one looked.";
  }

  private static long all(Preference counts) {
    return counts.first() + counts.second() + counts.ties();
  }

  private static String favour(InterleavingReport report, Preference counts) {
    return report.design().first()
        + " "
        + Numbers.of(counts.first())
        + ", "
        + report.design().second()
        + " "
        + Numbers.of(counts.second())
        + ", neither "
        + Numbers.of(counts.ties());
  }

  static String html(InterleavingReport report) {
    HtmlPage page = HtmlPage.titled("Interleaving " + report.design().name());
    page.note(verdict(report));
    IntervalChart chart =
        IntervalChart.titled("Preference for " + report.design().first()).mark("neither", 0);
    Double difference = report.difference();
    Interval interval = report.interval();
    if (difference != null && interval != null) {
      chart.row("one look", difference, interval.low(), interval.high());
      AlwaysValid.Result any = report.anyTime();
      if (any != null) {
        chart.row("any look", difference, any.interval().low(), any.interval().high());
      }
      page.figures(
          new Figure(
              chart.svg(),
              "Share of lists that favour "
                  + report.design().first()
                  + ", ties halved, less one half; 95 % intervals with users as clusters."));
    }
    return page.preformatted(text(report)).html();
  }

  static String json(InterleavingReport report) {
    InterleavingDesign design = report.design();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("interleaving", design.name());
    root.put("started", design.started().toString());
    root.put("time", report.time().toString());
    root.put("through", report.through());
    root.put("first", design.first().name());
    root.put("second", design.second().name());
    root.put("clicks", report.clicks());
    root.put("clicked", report.clicked());
    root.set("lists", Json.tree(report.lists()));
    root.set("users", Json.tree(report.users()));
    Preference.Result test = report.test();
    if (test != null) {
      root.putObject("test")
          .put("share", test.statistic())
          .put("pValue", test.pValue())
          .set("interval", BanditReportJson.interval(test.interval()));
    }
    root.put("difference", report.difference());
    root.set("interval", BanditReportJson.interval(report.interval()));
    AlwaysValid.Result any = report.anyTime();
    if (any != null) {
      root.putObject("anyTime")
          .put("pValue", any.pValue())
          .set("interval", BanditReportJson.interval(any.interval()));
    }
    return Json.text(root);
  }
}
