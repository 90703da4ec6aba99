package io.lepton.tune;

import io.lepton.report.HtmlPage;
import io.lepton.report.HtmlPage.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A study as one page. Immutable and safe for use by many threads. */
public final class StudyReport {
  private static final int ROWS = 10;
  private static final int SLICES = 4;
  private static final int ENOUGH = 10;

  private final Study study;
  private final StudyPlots plots;

  private StudyReport(Study study, StudyPlots plots) {
    this.study = study;
    this.plots = plots;
  }

  /**
   * Takes a study as it stands.
   *
   * @param study with at least one complete trial
   * @return its report
   * @throws io.lepton.error.NotFoundException if no trial is COMPLETE with finite values
   */
  public static StudyReport of(Study study) {
    return new StudyReport(study, StudyPlots.of(study));
  }

  /**
   * The page: what was searched, the best trials, and pictures.
   *
   * @return HTML 5 that loads nothing from elsewhere
   */
  public String html() {
    HtmlPage page = HtmlPage.titled("Study " + study.name()).paragraph(summary());
    boolean one = study.directions().size() == 1;
    page.section(one ? "Best trials" : "Pareto front").table(header(), rows(one));
    page.section("Progress");
    for (int i = 0; i < study.directions().size(); i++) {
      page.figures(
          new Figure(
              plots.history(i),
              "Values in the order of trials; the worst twentieth may lie at the edge."));
    }
    if (!one) {
      page.figures(new Figure(plots.pareto(0, 1), "The first two values of each trial."));
    }
    if (plots.trials().stream().anyMatch(trial -> !trial.intermediate().isEmpty())) {
      page.figures(new Figure(plots.intermediate(), "What the best trials reported."));
    }
    page.section("Parameters");
    if (plots.trials().size() >= ENOUGH) {
      importance(page);
    }
    page.figures(new Figure(plots.parallel(0), "Each line is a trial; good ones are dark."));
    return page.html();
  }

  private void importance(HtmlPage page) {
    Importance forest = Importance.withDefaults();
    page.figures(
        new Figure(
            plots.importance(forest), "Share of the variance over the whole space (fANOVA)."),
        new Figure(
            plots.importance(forest.with(Importance.Method.PED_ANOVA)),
            "What distinguishes the best tenth (PED-ANOVA)."));
    List<String> names =
        forest.measure(plots.history()).stream().map(Importance.Share::parameter).toList();
    if (names.size() > 1 && bothIn(names.get(0), names.get(1))) {
      page.figures(
          new Figure(
              plots.contour(names.get(0), names.get(1), 0),
              "Expected values over the two that matter most, dark where good; points are"
                  + " trials."));
    }
    page.figures(
        names.stream()
            .limit(SLICES)
            .map(name -> new Figure(plots.slice(name, 0), "Values along " + name + "."))
            .toArray(Figure[]::new));
  }

  private boolean bothIn(String a, String b) {
    return plots.trials().stream()
        .anyMatch(
            trial ->
                trial.parameters().find(a).isPresent() && trial.parameters().find(b).isPresent());
  }

  private String summary() {
    Map<TrialState, Integer> states = new TreeMap<>();
    plots.history().trials().forEach(trial -> states.merge(trial.state(), 1, Integer::sum));
    return plots.history().trials().size()
        + " trials "
        + states
        + " over "
        + study.space().parameters().size()
        + " parameters, "
        + study.directions()
        + ", seed "
        + study.seed()
        + ".";
  }

  private List<String> header() {
    List<String> header = new ArrayList<>(List.of("trial"));
    for (int i = 1; i <= study.directions().size(); i++) {
      header.add(study.directions().size() == 1 ? "value" : "value " + i);
    }
    header.add("parameters");
    return header;
  }

  private List<List<String>> rows(boolean one) {
    History history = plots.history();
    List<Trial> shown =
        one
            ? plots.trials().stream()
                .filter(Trial::isFeasible)
                .sorted((a, b) -> Double.compare(history.losses(a)[0], history.losses(b)[0]))
                .limit(ROWS)
                .toList()
            : history.paretoFront().stream().limit(ROWS).toList();
    return shown.stream().map(StudyReport::row).toList();
  }

  private static List<String> row(Trial trial) {
    List<String> row = new ArrayList<>(List.of(String.valueOf(trial.number())));
    trial.values().forEach(value -> row.add(String.format(Locale.ROOT, "%.6g", value)));
    List<String> parameters = new ArrayList<>();
    trial
        .parameters()
        .asMap()
        .forEach((name, it) -> parameters.add(name + "=" + PlotAxes.text(it)));
    row.add(String.join(", ", parameters));
    return row;
  }
}
