package io.lepton.tune;

import io.lepton.tune.internal.gp.Acquisition;
import io.lepton.tune.internal.gp.AcquisitionSearch;
import io.lepton.tune.internal.gp.Axis;
import io.lepton.tune.internal.gp.GaussianProcess;
import io.lepton.tune.internal.gp.Kernel;
import io.lepton.tune.internal.gp.KernelFit;
import io.lepton.tune.internal.gp.Outcomes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A Gaussian process at work for one study. */
final class GpSession implements Sampler.Session {
  private static final int GOOD = 5;

  private final SearchSpace space;
  private final int startUps;
  private final List<Axis> axes;
  private final boolean[] categorical;
  private final List<double[]> places = new ArrayList<>();
  private final Map<String, Fitted> kernels = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // private, and never compared
  private record Fitted(double[] values, Kernel kernel) {}

  GpSession(SearchSpace space, int startUps) {
    this.space = space;
    this.startUps = startUps;
    this.axes = Axes.of(space);
    this.categorical = new boolean[axes.size()];
    for (int j = 0; j < categorical.length; j++) {
      categorical[j] = axes.get(j).kind() == Axis.Kind.CATEGORICAL;
    }
  }

  @Override
  public Sampler.Proposal propose(History history, int number, SplittableRandom random) {
    List<Trial> seen =
        history.finished().stream()
            .filter(
                trial -> !trial.attributes().containsKey(Ledger.LOST)) // says nothing of a point
            .toList();
    double[] losses = Losses.imputed(history, seen);
    long complete = seen.stream().filter(Losses::isUsable).count();
    if (complete < startUps) {
      return Sampler.Proposal.of(space.draw(random));
    }
    for (int i = places.size(); i < seen.size(); i++) {
      places.add(Axes.place(space, axes, seen.get(i)));
    }
    double[][] x = places.toArray(double[][]::new);
    double[][] pending =
        history.unfinished().values().stream()
            .map(trial -> Axes.place(space, axes, trial))
            .toArray(double[][]::new);
    double[] y = Outcomes.compressed(losses);
    GaussianProcess process =
        GaussianProcess.of(kernel("loss", x, losses, Outcomes::compressed), x, y);
    List<Acquisition.Constraint> constraints = constraints(seen, pending);
    boolean[] feasible = new boolean[x.length];
    for (int i = 0; i < x.length; i++) {
      feasible[i] = seen.get(i).isFeasible() && Losses.isUsable(seen.get(i));
    }
    Acquisition acquisition =
        new Acquisition(process.believing(pending), incumbent(process, x, feasible), constraints);
    double[] point =
        new AcquisitionSearch(axes).maximize(acquisition, good(x, y, feasible), random.nextLong());
    return Sampler.Proposal.of(space.decode(point));
  }

  /** The best expected value where a trial was: with noise, a lucky value is no record. */
  private static double incumbent(GaussianProcess process, double[][] x, boolean[] feasible) {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      if (feasible[i]) {
        best = Math.min(best, process.at(x[i]).mean());
      }
    }
    return best;
  }

  private static double[][] good(double[][] x, double[] y, boolean[] feasible) {
    return IntStream.range(0, x.length)
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> !feasible[i]).thenComparingDouble(i -> y[i]))
        .limit(GOOD)
        .map(i -> x[i])
        .toArray(double[][]::new);
  }

  /**
   * The kernel for values y = scaled(raw). Up to 40 observations it is fitted anew for each; then
   * for each twentieth more, to the first ones, so that it depends on the history only, not on when
   * this session began.
   */
  private Kernel kernel(String of, double[][] x, double[] raw, UnaryOperator<double[]> scaled) {
    int step = Math.max(1, x.length / 20);
    int n = x.length - x.length % step;
    double[] first = Arrays.copyOf(raw, n);
    return kernels.compute(
            of,
            (key, known) ->
                known != null && Arrays.equals(known.values, first)
                    ? known
                    : new Fitted(
                        first,
                        KernelFit.kernel(Arrays.copyOf(x, n), scaled.apply(first), categorical)))
        .kernel;
  }

  private List<Acquisition.Constraint> constraints(List<Trial> seen, double[][] pending) {
    int count = seen.stream().mapToInt(trial -> trial.constraints().size()).max().orElse(0);
    List<Acquisition.Constraint> constraints = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      List<double[]> x = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < seen.size(); i++) {
        List<Double> told = seen.get(i).constraints();
        if (told.size() > c && Double.isFinite(told.get(c))) {
          x.add(places.get(i));
          values.add(told.get(c));
        }
      }
      if (!x.isEmpty()) {
        double[] raw = values.stream().mapToDouble(v -> v).toArray();
        double[] slack = Outcomes.slack(raw);
        double[][] at = x.toArray(double[][]::new);
        GaussianProcess process =
            GaussianProcess.of(kernel("constraint " + c, at, raw, Outcomes::slack), at, slack);
        constraints.add(new Acquisition.Constraint(process.believing(pending), 0));
      }
    }
    return constraints;
  }
}
