package io.lepton.benchmarks;

import io.lepton.stats.resample.Bootstrap;
import io.lepton.stats.resample.MeanBootstrap;
import io.lepton.stats.resample.QuantileBootstrap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Bootstraps beside scipy's and numpy's on the same numbers in the same run. */
final class BootstrapBenchmark implements Bench.Benchmark {
  private static final int ARM = 100_000;
  private static final int BCA_ARM = 5_000;
  private static final int LONG = 1_000_000;
  private static final int WARM_UP = 3;
  private static final int MEASURED = 3;
  private static final int RESAMPLES = 9_999;

  @Override
  public String what() {
    return "bootstrap intervals, seconds; peers: scipy.stats.bootstrap and numpy";
  }

  @Override
  public void run(List<String> none) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    double[] first = lognormal(random, LONG);
    double[] second = lognormal(random, LONG);
    Path folder = Files.createTempDirectory("bootstrap");
    try {
      write(folder.resolve("first.f64"), first);
      write(folder.resolve("second.f64"), second);
      MeanBootstrap means = MeanBootstrap.withDefaults().withReplicates(RESAMPLES);
      QuantileBootstrap quantiles = QuantileBootstrap.withDefaults().withReplicates(LONG);
      double[] a = Arrays.copyOf(first, ARM);
      double[] b = Arrays.copyOf(second, ARM);
      double[] c = Arrays.copyOf(first, BCA_ARM);
      double[] d = Arrays.copyOf(second, BCA_ARM);
      MeanBootstrap bca = means.with(Bootstrap.Method.BCA);
      job(folder, "percentile", "2 x 100k", () -> means.difference(a, b, 1));
      job(
          folder,
          "bca",
          "2 x 5k, as much as scipy's jackknife holds",
          () -> bca.difference(c, d, 1));
      ours("bca-100k", "2 x 100k", () -> bca.difference(a, b, 1));
      job(
          folder,
          "mean-1m",
          "1M values, 10,000 resamples; peer: numpy, 25 of them, times 400",
          () -> means.withReplicates(10_000).mean(first, 1));
      job(
          folder,
          "p90",
          "2 x 1M, 1M resamples; peer: numpy, binomial indices of order statistics",
          () -> quantiles.difference(first, second, 0.9, 1));
    } finally {
      Folders.delete(folder);
    }
  }

  private static double[] lognormal(SplittableRandom random, int n) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = Math.exp(random.nextGaussian());
    }
    return values;
  }

  private static void write(Path file, double[] values) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    Files.write(file, bytes.array());
  }

  /** The peer prints its seconds and the ends of its interval. */
  private static void job(Path folder, String name, String unit, Supplier<Bootstrap.Result> ours)
      throws IOException {
    double seconds = seconds(name, ours);
    Optional<String[]> peer = Peer.python("bootstrap_peer.py", folder.resolve(name));
    if (peer.isEmpty()) {
      Result.skipped("bootstrap." + name, seconds, "python3-scipy", unit);
      return;
    }
    Result.line("bootstrap." + name, seconds, Double.parseDouble(peer.get()[0]), "s, " + unit);
    Result.note(name + " peer's interval " + peer.get()[1] + " " + peer.get()[2]);
  }

  private static void ours(String name, String unit, Supplier<Bootstrap.Result> ours) {
    System.out.printf(
        Locale.ROOT,
        "bootstrap.%s ours=%.4g peer=skipped ratio=- (s, %s; scipy would need 80 GB)%n",
        name,
        seconds(name, ours),
        unit);
  }

  /** The median of three runs after three that compile. */
  private static double seconds(String name, Supplier<Bootstrap.Result> ours) {
    double[] seconds = new double[MEASURED];
    for (int run = -WARM_UP; run < MEASURED; run++) {
      long start = System.nanoTime();
      Bootstrap.Result result = ours.get();
      if (run >= 0) {
        seconds[run] = (System.nanoTime() - start) * 1e-9;
      } else if (run == -1) {
        Result.note(name + " " + result.interval() + " " + result.route());
      }
    }
    Arrays.sort(seconds);
    return seconds[MEASURED / 2];
  }
}
