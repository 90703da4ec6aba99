package io.lepton.benchmarks;

import io.lepton.tune.CmaSampler;
import io.lepton.tune.GpSampler;
import io.lepton.tune.QmcSampler;
import io.lepton.tune.RandomSampler;
import io.lepton.tune.Sampler;
import io.lepton.tune.Study;
import io.lepton.tune.Tpe;
import io.lepton.tune.Trial;
import java.io.IOException;
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
 * peer is Optuna's default sampler in the same functions, with fewer seeds because it is slow.
 */
final class TuneBenchmark implements Bench.Benchmark {
  private static final int SEEDS = 30;
  private static final int PEER_SEEDS = 5;
  private static final int[] TRIALS = {50, 100, 200};

  /** Optuna 5's default TPE over 30 seeds, measured elsewhere. */
  private static final Map<String, double[]> ANCHORS =
      Map.of(
          "branin", new double[] {.13, .020, .0031},
          "hartmann6", new double[] {.34, .13, .031},
          "rosenbrock4", new double[] {192, 40, 8.4},
          "ackley5", new double[] {11.4, 6.6, 4.2},
          "levy5", new double[] {1.9, .33, .16});

  @Override
  public String what() {
    return "median regret of TPE after 50, 100 and 200 trials on test functions; peer: Optuna"
        + " (with names of samplers, such as gp: theirs)";
  }

  @Override
  public void run(List<String> samplers) throws IOException {
    for (String name : samplers) {
      compare(name, sampler(name));
    }
    if (!samplers.isEmpty()) {
      return;
    }
    List<TuneFunction> all = new ArrayList<>(TuneFunction.anchored());
    all.addAll(TuneFunction.others());
    for (TuneFunction function : all) {
      double[] ours = medians(function, Tpe.withDefaults(), SEEDS);
      double[] random = medians(function, RandomSampler.create(), SEEDS);
      Optional<double[]> peer = peer(function.name());
      double[] anchor = ANCHORS.get(function.name());
      for (int i = 0; i < TRIALS.length; i++) {
        String name = "tune." + function.name() + "." + TRIALS[i];
        String unit = "regret, lower is better";
        if (peer.isPresent()) {
          Result.line(name, ours[i], peer.get()[i], unit);
        } else {
          Result.skipped(name, ours[i], "python3-optuna", unit);
        }
        Result.note(
            String.format(Locale.ROOT, "%s: random search %.4g", name, random[i])
                + (anchor == null
                    ? ""
                    : String.format(
                        Locale.ROOT,
                        ", Optuna 5 %.4g, ours / that %.3f",
                        anchor[i],
                        ours[i] / anchor[i])));
      }
    }
  }

  private static Sampler sampler(String name) {
    return switch (name) {
      case "tpe" -> Tpe.withDefaults();
      case "gp" -> GpSampler.create();
      case "cma" -> CmaSampler.create();
      case "qmc" -> QmcSampler.create();
      case "random" -> RandomSampler.create();
      default ->
          throw new IllegalArgumentException(
              "no sampler \"" + name + "\"; there are tpe, gp, cma, qmc and random");
    };
  }

  /** A sampler beside Optuna's published figures, with few seeds because some take their time. */
  private static void compare(String name, Sampler sampler) {
    for (TuneFunction function : TuneFunction.anchored()) {
      long start = System.nanoTime();
      double[] medians = medians(function, sampler, PEER_SEEDS);
      double millis = (System.nanoTime() - start) / 1e6 / PEER_SEEDS / TRIALS[TRIALS.length - 1];
      double[] anchor = Objects.requireNonNull(ANCHORS.get(function.name()));
      Result.note(
          String.format(
              Locale.ROOT,
              "tune.%s.%s: %.3g / %.3g / %.3g, Optuna 5's TPE %.3g / %.3g / %.3g; %.1f ms a trial",
              function.name(),
              name,
              medians[0],
              medians[1],
              medians[2],
              anchor[0],
              anchor[1],
              anchor[2],
              millis));
    }
  }

  private static double[] medians(TuneFunction function, Sampler sampler, int seeds) {
    double[][] regrets = new double[TRIALS.length][seeds];
    for (int seed = 0; seed < seeds; seed++) {
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
