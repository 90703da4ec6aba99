package io.lepton.explain;

import io.lepton.model.Interval;
import io.lepton.report.BeeswarmChart;
import io.lepton.report.CurvesChart;
import io.lepton.report.IntervalChart;
import io.lepton.report.WaterfallChart;
import java.util.List;
import java.util.Locale;

/** Explanations as SVG. */
final class Plots {
  /** More curves than this only blacken the picture. */
  private static final int MOST_CURVES = 200;

  private static final int MOST_LETTERS = 34;

  private Plots() {}

  static String waterfall(Attribution attribution, int most) {
    WaterfallChart chart =
        WaterfallChart.titled(
            "Contributions to " + attribution.output(), "average", attribution.baseline());
    List<Contribution> strongest = attribution.strongest();
    double rest = 0;
    for (int i = 0; i < strongest.size(); i++) {
      Contribution each = strongest.get(i);
      if (i < most) {
        chart.part(shortened(each.feature() + " = " + each.value()), each.amount());
      } else {
        rest += each.amount();
      }
    }
    if (strongest.size() > most) {
      chart.part(strongest.size() - most + " others", rest);
    }
    return chart.svg("this case");
  }

  private static String shortened(String label) {
    return label.length() <= MOST_LETTERS ? label : label.substring(0, MOST_LETTERS - 1) + "…";
  }

  static String beeswarm(ShapSummary<?> summary, String output, int most) {
    BeeswarmChart chart =
        BeeswarmChart.titled("Contributions to " + output, "contribution to " + output);
    List<String> features = summary.model().features();
    summary.importance(output, 0.95).stream()
        .limit(most)
        .forEach(
            each -> {
              double[] values = summary.contributions(output, each.feature());
              double[] places = new double[values.length];
              java.util.Arrays.fill(places, Double.NaN);
              chart.row(
                  shortened(each.feature()),
                  values,
                  features.contains(each.feature()) ? summary.places(each.feature()) : places);
            });
    return chart.svg();
  }

  static String importance(String title, List<FeatureImportance> features, int most) {
    IntervalChart chart = IntervalChart.titled(title).mark("0", 0);
    for (FeatureImportance each : features.subList(0, Math.min(most, features.size()))) {
      Interval interval = each.interval();
      chart.row(
          shortened(each.feature()),
          each.value(),
          interval == null ? each.value() : interval.low(),
          interval == null ? each.value() : interval.high());
    }
    return chart.svg();
  }

  static String curves(PartialDependence.Curves curves) {
    List<PartialDependence.Point> points = curves.points();
    String title = String.format(Locale.ROOT, "%s by %s", curves.output(), curves.feature());
    if (!curves.isNumeric()) {
      IntervalChart chart = IntervalChart.titled(title);
      for (PartialDependence.Point point : points) {
        chart.row(shortened(Shown.value(point.value())), point.mean(), low(point), high(point));
      }
      return chart.svg();
    }
    CurvesChart chart =
        CurvesChart.titled(title, points.stream().mapToDouble(p -> (Double) p.value()).toArray())
            .axes(curves.feature(), curves.output())
            .mean(
                points.stream().mapToDouble(PartialDependence.Point::mean).toArray(),
                points.stream().mapToDouble(Plots::low).toArray(),
                points.stream().mapToDouble(Plots::high).toArray());
    int step = (curves.curves().size() + MOST_CURVES - 1) / MOST_CURVES;
    for (int i = 0; i < curves.curves().size(); i += step) {
      chart.curve(curves.curves().get(i).stream().mapToDouble(Double::doubleValue).toArray());
    }
    return chart.svg();
  }

  private static double low(PartialDependence.Point point) {
    Interval interval = point.interval();
    return interval == null ? point.mean() : interval.low();
  }

  private static double high(PartialDependence.Point point) {
    Interval interval = point.interval();
    return interval == null ? point.mean() : interval.high();
  }
}
