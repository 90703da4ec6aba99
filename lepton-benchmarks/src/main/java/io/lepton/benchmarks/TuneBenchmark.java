package io.lepton.benchmarks;

import io.lepton.tune.AutoSampler;
import io.lepton.tune.CmaSampler;
import io.lepton.tune.GpSampler;
import io.lepton.tune.QmcSampler;
import io.lepton.tune.RandomSampler;
import io.lepton.tune.Sampler;
import io.lepton.tune.Study;
import io.lepton.tune.Tpe;
import io.lepton.tune.Trial;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far the best of 50, 100 and 200 trials is from the smallest value: the median over seeds. The
 * peer is Optuna's default sampler on the same functions, with fewer seeds because it is slow.
 * Arguments: names of functions (all if there is none) and of samplers (the default and random
 * search if there is none), so that the whole can be run in parts.
 */
final class TuneBenchmark implements Bench.Benchmark {
  private static final int SEEDS = 30;
  private static final int PEER_SEEDS = 10;
  private static final int[] TRIALS = {50, 100, 200};
  private static final String UNIT = "regret, lower is better";

  /** Optuna 5's default TPE over 30 seeds, measured elsewhere. */
  private static final Map<String, double[]> ANCHORS =
      Map.of(
          "branin", new double[] {.13, .020, .0031},
          "hartmann6", new double[] {.34, .13, .031},
          "rosenbrock4", new double[] {192, 40, 8.4},
          "ackley5", new double[] {11.4, 6.6, 4.2},
          "levy5", new double[] {1.9, .33, .16});

  private static final Map<String, Sampler> SAMPLERS =
      Map.of(
          "default", AutoSampler.create(),
          "tpe", Tpe.withDefaults(),
          "gp", GpSampler.create(),
          "cma", CmaSampler.create(),
          "qmc", QmcSampler.create(),
          "random", RandomSampler.create());

  @Override
  public String what() {
    return "median regret of the default sampler after 50, 100 and 200 trials on test functions;"
        + " peer: Optuna (with names of functions: those; of samplers, such as gp: theirs)";
  }

  @Override
  public List<String> choices() {
    List<String> names = new ArrayList<>(SAMPLERS.keySet());
    functions().forEach(function -> names.add(function.name()));
    return names;
  }

  private static List<TuneFunction> functions() {
    List<TuneFunction> all = new ArrayList<>(TuneFunction.anchored());
    all.addAll(TuneFunction.others());
    return all;
  }

  @Override
  public void run(List<String> names) throws IOException {
    List<String> samplers = names.stream().filter(SAMPLERS::containsKey).toList();
    boolean some = samplers.size() < names.size();
    for (TuneFunction function : functions()) {
      if (some && !names.contains(function.name())) {
        continue;
      }
      if (samplers.isEmpty()) {
        compare(function);
      }
      for (String name : samplers) {
        double[] medians = medians(function, Objects.requireNonNull(SAMPLERS.get(name)), name);
        for (int i = 0; i < TRIALS.length; i++) {
          note(function, name, i, medians[i]);
        }
      }
    }
  }

  private static void compare(TuneFunction function) throws IOException {
    double[] ours = medians(function, AutoSampler.create(), "default");
    double[] random = medians(function, RandomSampler.create(), "random");
    Optional<double[]> peer = peer(function.name());
    for (int i = 0; i < TRIALS.length; i++) {
      String name = "tune." + function.name() + "." + TRIALS[i];
      if (peer.isPresent()) {
        Result.line(name, ours[i], peer.get()[i], UNIT);
      } else {
        Result.skipped(name, ours[i], "python3-optuna", UNIT);
      }
      note(function, "default", i, ours[i]);
      Result.note(String.format(Locale.ROOT, "%s: random search %.4g", name, random[i]));
    }
  }

  private static void note(TuneFunction function, String sampler, int i, double regret) {
    double[] anchor = ANCHORS.get(function.name());
    Result.note(
        String.format(
                Locale.ROOT, "tune.%s.%d: %s %.4g", function.name(), TRIALS[i], sampler, regret)
            + (anchor == null
                ? ""
                : String.format(
                    Locale.ROOT, ", Optuna 5 %.4g, ratio %.3f", anchor[i], regret / anchor[i])));
  }

  private static double[] medians(TuneFunction function, Sampler sampler, String name) {
    double[][] regrets = new double[TRIALS.length][SEEDS];
    var threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int seed = 0; seed < SEEDS; seed++) {
      Study study =
          Study.minimize(function.space())
              .sampler(sampler)
              .seed(seed)
              .optimize(trial -> function.value().applyAsDouble(trial), TRIALS[TRIALS.length - 1]);
      List<Trial> trials = study.trials();
      for (int i = 0; i < TRIALS.length; i++) {
        regrets[i][seed] =
            trials.subList(0, TRIALS[i]).stream().mapToDouble(Trial::value).min().orElseThrow()
                - function.minimum();
      }
    }
    double millis = (threads.getCurrentThreadCpuTime() - start) / 1e6 / SEEDS / TRIALS[2];
    Result.note(
        String.format(
            Locale.ROOT,
            "tune.%s: %s took %.1f ms of processor time for a trial",
            function.name(),
            name,
            millis));
    return Arrays.stream(regrets).mapToDouble(TuneBenchmark::median).toArray();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private static Optional<double[]> peer(String function) throws IOException {
    Path arguments = Files.createTempFile("tune", ".txt");
    try {
      Files.writeString(arguments, function + " " + PEER_SEEDS);
      return Objects.requireNonNull(Peer.python("tune_peer.py", arguments))
          .map(words -> Arrays.stream(words).mapToDouble(Double::parseDouble).toArray());
    } finally {
      Files.delete(arguments);
    }
  }
}
