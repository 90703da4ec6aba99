package io.lepton.explain;

import io.lepton.report.HeatMap;
import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import java.util.List;
import java.util.Locale;

/**
 * A page of explanations, in the order they are added, with a word on how to read each. It loads
 * nothing from elsewhere. Not thread-safe.
 */
public final class ExplanationReport {
  private static final int MOST = 12;

  private final HtmlPage page;

  private ExplanationReport(HtmlPage page) {
    this.page = page;
  }

  /**
   * Starts a report.
   *
   * @param title such as the model's name and version
   * @return a page with only its title
   */
  public static ExplanationReport titled(String title) {
    return new ExplanationReport(
        HtmlPage.titled(title)
            .paragraph(
                "What follows explains the model, not the world: a feature that matters to the"
                    + " model need not cause anything."));
  }

  /**
   * Adds the contributions of many cases.
   *
   * @param summary of the cases
   * @param output which output
   * @return this
   */
  public ExplanationReport summary(ShapSummary<?> summary, String output) {
    page.section("What moves " + output)
        .figures(
            new Figure(
                Plots.importance(
                    "Mean absolute contribution to " + output,
                    summary.importance(output, 0.95),
                    MOST),
                "Mean absolute contribution (SHAP) over "
                    + summary.cases().size()
                    + " cases, with 95 % intervals."),
            new Figure(
                Plots.beeswarm(summary, output, MOST),
                "Each dot is a case: right of the line the feature raised "
                    + output
                    + ". Orange: a high value of the feature; blue: a low one; grey: no order."));
    return this;
  }

  /**
   * Adds the importance of features.
   *
   * @param what it is measured in, such as {@code rise of the log loss}
   * @param features from the most important
   * @return this
   */
  public ExplanationReport importance(String what, List<FeatureImportance> features) {
    page.section("What the model relies on")
        .figures(
            new Figure(
                Plots.importance(what, features, MOST),
                what
                    + " when the feature is permuted, with intervals over the cases. Features that"
                    + " stand in for each other look unimportant one by one."));
    return this;
  }

  /**
   * Adds how an output goes with a feature.
   *
   * @param curves of a feature and an output
   * @return this
   */
  public ExplanationReport dependence(PartialDependence.Curves curves) {
    page.section(curves.output() + " by " + curves.feature())
        .figures(
            new Figure(
                Plots.curves(curves),
                (curves.isNumeric() ? "Thin: single cases. Thick: their mean" : "Mean")
                    + " over "
                    + curves.curves().size()
                    + " cases, all else as it is in each, with its interval."));
    return this;
  }

  /**
   * Adds one case.
   *
   * @param name of the case
   * @param attribution of one output
   * @return this
   */
  public ExplanationReport prediction(String name, Attribution attribution) {
    page.section(name + ": why " + attribution.output() + " = " + shown(attribution))
        .figures(
            new Figure(
                attribution.svg(),
                "Contributions (SHAP) from the average of the background to this case; together"
                    + " they are exactly the difference."));
    return this;
  }

  private static String shown(Attribution attribution) {
    return Shown.number(attribution.prediction());
  }

  /**
   * Adds a simple model that holds near a case.
   *
   * @param name of the case
   * @param local the model
   * @return this
   */
  public ExplanationReport local(String name, LocalModel local) {
    page.section(name + ": a simple model nearby")
        .paragraph(
            String.format(
                Locale.ROOT,
                "%s is %s; the simple model says %s and accounts for %.0f %% of the variance"
                    + " nearby.",
                local.output(),
                Shown.number(local.prediction()),
                Shown.number(local.localPrediction()),
                100 * local.rSquared()))
        .table(
            List.of("condition", "weight", "standard error"),
            local.strongest().stream()
                .limit(MOST)
                .map(
                    term ->
                        List.of(
                            term.condition(),
                            Shown.number(term.weight()),
                            Shown.number(term.standardError())))
                .toList());
    return this;
  }

  /**
   * Adds what would turn an answer.
   *
   * @param name of the case
   * @param target what was wanted
   * @param examples the nearest first
   * @return this
   */
  public ExplanationReport counterfactuals(
      String name, Target target, List<? extends Counterfactual<?>> examples) {
    page.section(name + ": what would make " + target);
    if (examples.isEmpty()) {
      page.paragraph("The search found nothing within the bounds; there may still be something.");
    } else {
      page.table(
          List.of("changes", "the model then says", "distance"),
          examples.stream()
              .map(
                  each ->
                      List.of(
                          String.join(
                              "; ",
                              each.changes().stream()
                                  .map(Counterfactual.Change::toString)
                                  .toList()),
                          Shown.number(each.value()),
                          Shown.number(each.distance())))
              .toList());
    }
    return this;
  }

  /**
   * Adds pictures of attributions, side by side.
   *
   * @param name of the case
   * @param maps each with its caption as title
   * @param captions one for each
   * @return this
   */
  public ExplanationReport images(String name, List<HeatMap> maps, List<String> captions) {
    Figure[] figures = new Figure[maps.size()];
    for (int i = 0; i < figures.length; i++) {
      figures[i] = new Figure(maps.get(i).svg(), captions.get(i));
    }
    page.section(name).figures(figures);
    return this;
  }

  /**
   * The whole page.
   *
   * @return HTML 5
   */
  public String html() {
    return page.html();
  }
}
