package io.lepton.benchmarks;

import io.lepton.tune.RunningTrial;
import io.lepton.tune.SearchSpace;
import io.lepton.tune.Study;
import io.lepton.tune.Tpe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The time that a TPE itself takes in a study of 1,000 trials with 40 parameters, asking and
 * telling together: the median of some studies in a warm JVM, and the first in a cold one. The peer
 * is Optuna, with 100 trials only, whose time grows faster than their number.
 */
final class TuneSpeedBenchmark implements Bench.Benchmark {
  private static final int PARAMETERS = 40;
  private static final int TRIALS = 1000;
  private static final int PEER_TRIALS = 100;
  private static final int RUNS = 5;
  private static final double TARGET_SECONDS = 1.5;

  @Override
  public String what() {
    return "time of TPE for 1,000 trials of 40 parameters; peer: Optuna for 100 trials";
  }

  @Override
  public void run(List<String> none) throws IOException {
    double cold = seconds(TRIALS, 0)[0];
    double[][] runs = new double[RUNS][];
    Arrays.setAll(runs, run -> seconds(TRIALS, run + 1));
    double wall = median(runs, 0);
    Result.note(
        String.format(
            Locale.ROOT,
            "tune-speed.1000x40: %.3f s (of processor time %.3f s; the first in this JVM %.3f s);"
                + " target %.1f s, published: rustuna 1.52 s, Optuna 9.12 s",
            wall,
            median(runs, 1),
            cold,
            TARGET_SECONDS));
    Result.line("tune-speed.1000x40", wall, TARGET_SECONDS, "s, lower is better; peer: the target");
    double small = seconds(PEER_TRIALS, 99)[0];
    Optional<double[]> peer = peer();
    if (peer.isPresent()) {
      Result.line("tune-speed.100x40", small, peer.get()[0], "s, lower is better");
    } else {
      Result.skipped("tune-speed.100x40", small, "python3-optuna", "s, lower is better");
    }
  }

  private static double[] seconds(int trials, long seed) {
    SearchSpace space = space();
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Study study = Study.minimize(space).sampler(Tpe.withDefaults()).seed(seed).open();
    for (int i = 0; i < trials; i++) {
      RunningTrial trial = study.ask();
      double sum = 0;
      for (int j = 0; j < PARAMETERS; j++) {
        sum += trial.number("x" + j) * trial.number("x" + j);
      }
      trial.tell(sum);
    }
    return new double[] {
      (System.nanoTime() - start) / 1e9, (threads.getCurrentThreadCpuTime() - cpu) / 1e9
    };
  }

  private static SearchSpace space() {
    var builder = SearchSpace.builder();
    for (int j = 0; j < PARAMETERS; j++) {
      builder.decimal("x" + j, -5, 5);
    }
    return builder.build();
  }

  private static double median(double[][] runs, int column) {
    return Arrays.stream(runs).mapToDouble(run -> run[column]).sorted().toArray()[RUNS / 2];
  }

  private static Optional<double[]> peer() throws IOException {
    Path arguments = Files.createTempFile("tune", ".txt");
    try {
      Files.writeString(arguments, "speed " + PEER_TRIALS);
      return Peer.python("tune_peer.py", arguments)
          .map(words -> Arrays.stream(words).mapToDouble(Double::parseDouble).toArray());
    } finally {
      Files.delete(arguments);
    }
  }
}
