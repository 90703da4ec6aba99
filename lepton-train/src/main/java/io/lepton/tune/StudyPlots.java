package io.lepton.tune;

import io.lepton.error.InvalidInputException;
import io.lepton.error.NotFoundException;
import io.lepton.report.ChartAxis;
import io.lepton.report.HeatChart;
import io.lepton.report.ParallelChart;
import io.lepton.report.RankChart;
import io.lepton.report.ScatterChart;
import io.lepton.tune.internal.gp.GaussianProcess;
import io.lepton.tune.internal.gp.KernelFit;
import io.lepton.tune.internal.gp.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Pictures of a study as it stood when they were asked for: SVG elements for a page or a notebook.
 * They show COMPLETE trials with finite values. Immutable and safe for use by many threads.
 */
public final class StudyPlots {
  private static final int CELLS = 28;
  private static final int CURVES = 6;

  private final History history;
  private final List<Trial> trials;

  private StudyPlots(History history) {
    this.history = history;
    this.trials = history.trials().stream().filter(Losses::isUsable).toList();
  }

  /**
   * Takes a study's trials.
   *
   * @param study with at least one complete trial
   * @return its pictures
   * @throws NotFoundException if no trial is COMPLETE with finite values
   */
  public static StudyPlots of(Study study) {
    StudyPlots plots = new StudyPlots(study.history());
    if (plots.trials.isEmpty()) {
      throw new NotFoundException(
          "no trial of study \"" + study.name() + "\" is complete; there is nothing to show");
    }
    return plots;
  }

  History history() {
    return history;
  }

  List<Trial> trials() {
    return trials;
  }

  private double[] numbers(ToDoubleFunction<Trial> number) {
    return trials.stream().mapToDouble(number).toArray();
  }

  private String value(int objective) {
    return history.directions().size() == 1 ? "value" : "value " + (objective + 1);
  }

  /**
   * Values in the order of trials, and the best of the feasible ones so far.
   *
   * @param objective index of the direction, from 0
   * @return an SVG element
   * @throws InvalidInputException if there is no such direction
   */
  public String history(int objective) {
    requireObjective(objective);
    double[] numbers = numbers(Trial::number);
    double[] values = numbers(trial -> trial.values().get(objective));
    double[] best = new double[values.length];
    double so = Double.POSITIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      double loss = history.loss(objective, values[i]);
      so = trials.get(i).isFeasible() ? Math.min(so, loss) : so;
      best[i] = history.loss(objective, Double.isFinite(so) ? so : loss);
    }
    return ScatterChart.titled(
            "Values by trial",
            ChartAxis.around("trial", numbers),
            ChartAxis.around(value(objective), clipped(objective, values)))
        .points("trial", numbers, values)
        .line("best so far", numbers, best)
        .svg();
  }

  /**
   * A few terrible values would leave no room for the others: the worst twentieth lie at the edge.
   */
  private double[] clipped(int objective, double[] values) {
    double[] losses = Arrays.stream(values).map(v -> history.loss(objective, v)).sorted().toArray();
    double limit = losses[(int) (0.95 * (losses.length - 1))];
    return Arrays.stream(losses)
        .filter(loss -> loss <= limit)
        .map(loss -> history.loss(objective, loss))
        .toArray();
  }

  private void requireObjective(int objective) {
    if (objective < 0 || objective >= history.directions().size()) {
      throw new InvalidInputException(
          "value " + objective + " of " + history.directions().size() + "; counted from 0");
    }
  }

  /**
   * All parameters side by side, a line for each trial; good trials are dark and on top.
   *
   * @param objective index of the direction, from 0
   * @return an SVG element
   * @throws InvalidInputException if there is no such direction
   */
  public String parallel(int objective) {
    requireObjective(objective);
    double[] values = numbers(trial -> trial.values().get(objective));
    List<ChartAxis> axes = new ArrayList<>();
    history.space().parameters().forEach(parameter -> axes.add(PlotAxes.of(parameter)));
    axes.add(ChartAxis.around(value(objective), clipped(objective, values)));
    ParallelChart chart = ParallelChart.titled("Parameters and values", axes);
    List<Trial> worstFirst = new ArrayList<>(trials);
    worstFirst.sort(
        Comparator.comparingDouble((Trial t) -> history.losses(t)[objective]).reversed());
    for (int i = 0; i < worstFirst.size(); i++) {
      Trial trial = worstFirst.get(i);
      double[] place = history.space().encode(trial.parameters());
      double[] line = Arrays.copyOf(place, place.length + 1);
      line[place.length] = trial.values().get(objective);
      chart.line(line, 1 - i / Math.max(1.0, worstFirst.size() - 1.0));
    }
    return chart.svg();
  }

  /**
   * Values along one parameter.
   *
   * @param parameter its name
   * @param objective index of the direction, from 0
   * @return an SVG element
   * @throws NotFoundException if there is no such parameter
   * @throws InvalidInputException if there is no such direction
   */
  public String slice(String parameter, int objective) {
    requireObjective(objective);
    Parameter it = history.space().parameter(parameter);
    List<Trial> with =
        trials.stream().filter(t -> t.parameters().find(parameter).isPresent()).toList();
    double[] places =
        with.stream()
            .mapToDouble(t -> it.toUnit(t.parameters().find(parameter).orElseThrow()))
            .toArray();
    double[] values = with.stream().mapToDouble(t -> t.values().get(objective)).toArray();
    return ScatterChart.titled(
            "Values by " + parameter,
            PlotAxes.of(it),
            ChartAxis.around(
                value(objective), values.length == 0 ? values : clipped(objective, values)))
        .points("trial", places, values)
        .svg();
  }

  /**
   * Values over two parameters: what a Gaussian process of these two expects, dark where good, and
   * the trials. What lies above the median by much counts by its logarithm.
   *
   * @param across name of a parameter
   * @param up name of another parameter
   * @param objective index of the direction, from 0
   * @return an SVG element
   * @throws NotFoundException if there is no such parameter, or no trial has both
   * @throws InvalidInputException if there is no such direction
   */
  public String contour(String across, String up, int objective) {
    requireObjective(objective);
    Parameter first = history.space().parameter(across);
    Parameter second = history.space().parameter(up);
    List<double[]> places = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (Trial trial : trials) {
      var a = trial.parameters().find(across);
      var b = trial.parameters().find(up);
      if (a.isPresent() && b.isPresent()) {
        places.add(new double[] {first.toUnit(a.get()), second.toUnit(b.get())});
        losses.add(history.losses(trial)[objective]);
      }
    }
    if (places.isEmpty()) {
      throw new NotFoundException("no trial has both \"" + across + "\" and \"" + up + "\"");
    }
    double[][] x = places.toArray(double[][]::new);
    double[] y = Outcomes.compressed(losses.stream().mapToDouble(v -> v).toArray());
    boolean[] categorical = {Axes.isCategorical(first), Axes.isCategorical(second)};
    GaussianProcess process = GaussianProcess.of(KernelFit.kernel(x, y, categorical), x, y);
    return HeatChart.titled(
            "Values over " + across + " and " + up, PlotAxes.of(first), PlotAxes.of(second))
        .cells(expected(process, first, second))
        .points(
            places.stream().mapToDouble(p -> p[0]).toArray(),
            places.stream().mapToDouble(p -> p[1]).toArray())
        .svg();
  }

  private static double[][] expected(GaussianProcess process, Parameter first, Parameter second) {
    int columns = (int) Math.min(CELLS, first.levels().orElse(CELLS));
    int rows = (int) Math.min(CELLS, second.levels().orElse(CELLS));
    double[][] cells = new double[columns][rows];
    for (int i = 0; i < columns; i++) {
      for (int k = 0; k < rows; k++) {
        double a = first.toUnit(first.fromUnit((i + 0.5) / columns));
        double b = second.toUnit(second.fromUnit((k + 0.5) / rows));
        cells[i][k] = process.at(new double[] {a, b}).mean();
      }
    }
    return cells;
  }

  /**
   * How much each parameter mattered.
   *
   * @param importance how to measure
   * @return an SVG element
   * @throws InvalidInputException if there are too few trials to tell
   */
  public String importance(Importance importance) {
    RankChart chart = RankChart.titled("Importance of parameters");
    importance.measure(history).forEach(share -> chart.bar(share.parameter(), share.share()));
    return chart.svg();
  }

  /**
   * Two values of each trial, and the Pareto front.
   *
   * @param across index of a direction, from 0
   * @param up index of another direction
   * @return an SVG element
   * @throws InvalidInputException if there is no such direction
   */
  public String pareto(int across, int up) {
    requireObjective(across);
    requireObjective(up);
    List<Trial> front = history.paretoFront();
    double[] x = numbers(trial -> trial.values().get(across));
    double[] y = numbers(trial -> trial.values().get(up));
    return ScatterChart.titled(
            "Pareto front", ChartAxis.around(value(across), x), ChartAxis.around(value(up), y))
        .points("trial", x, y)
        .points(
            "Pareto front",
            front.stream().mapToDouble(t -> t.values().get(across)).toArray(),
            front.stream().mapToDouble(t -> t.values().get(up)).toArray())
        .svg();
  }

  /**
   * What the best trials of a study with one direction reported on the way.
   *
   * @return an SVG element
   * @throws NotFoundException if no complete trial reported anything
   */
  public String intermediate() {
    List<Trial> reported =
        trials.stream()
            .filter(trial -> !trial.intermediate().isEmpty())
            .sorted(Comparator.comparingDouble(trial -> history.losses(trial)[0]))
            .limit(CURVES)
            .toList();
    if (reported.isEmpty()) {
      throw new NotFoundException("no complete trial reported a value on the way");
    }
    ChartAxis steps =
        ChartAxis.around(
            "step",
            reported.stream()
                .flatMap(trial -> trial.intermediate().keySet().stream())
                .mapToDouble(Long::doubleValue)
                .toArray());
    ChartAxis values =
        ChartAxis.around(
            "reported",
            reported.stream()
                .flatMap(trial -> trial.intermediate().values().stream())
                .mapToDouble(v -> v)
                .toArray());
    ScatterChart chart = ScatterChart.titled("Values on the way", steps, values);
    for (Trial trial : reported) {
      var finite =
          trial.intermediate().entrySet().stream()
              .filter(entry -> Double.isFinite(entry.getValue()))
              .toList();
      chart.line(
          "trial " + trial.number(),
          finite.stream().mapToDouble(entry -> entry.getKey()).toArray(),
          finite.stream().mapToDouble(entry -> entry.getValue()).toArray());
    }
    return chart.svg();
  }
}
